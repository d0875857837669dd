"""imagekitio 4.1.0 against the local library: what is asked, and the state that follows from it.

Takes the JSON line that `ikt serve` prints.
"""

import base64
import json
import struct
import sys
import urllib.error
import urllib.request
import zlib

from imagekitio import ImageKit
from imagekitio.constants.url import URL
from imagekitio.exceptions.BadRequestException import BadRequestException
from imagekitio.exceptions.ConflictException import ConflictException
from imagekitio.exceptions.ForbiddenException import ForbiddenException
from imagekitio.exceptions.NotFoundException import NotFoundException
from imagekitio.exceptions.UnknownException import UnknownException
from imagekitio.models.CopyFileRequestOptions import CopyFileRequestOptions
from imagekitio.models.CopyFolderRequestOptions import CopyFolderRequestOptions
from imagekitio.models.CreateFolderRequestOptions import CreateFolderRequestOptions
from imagekitio.models.DeleteFolderRequestOptions import DeleteFolderRequestOptions
from imagekitio.models.ListAndSearchFileRequestOptions import ListAndSearchFileRequestOptions
from imagekitio.models.MoveFileRequestOptions import MoveFileRequestOptions
from imagekitio.models.MoveFolderRequestOptions import MoveFolderRequestOptions
from imagekitio.models.RenameFileRequestOptions import RenameFileRequestOptions
from imagekitio.models.UpdateFileRequestOptions import UpdateFileRequestOptions
from imagekitio.models.UploadFileRequestOptions import UploadFileRequestOptions

WHERE = json.loads(sys.argv[1])
URL.API_BASE_URL = WHERE["api"]
URL.UPLOAD_BASE_URL = WHERE["upload"]
KIT = ImageKit(
    private_key=WHERE["private_key"], public_key=WHERE["public_key"], url_endpoint=WHERE["delivery"]
)


def png(width, height, rgb):
    """A plain picture, made here so that nothing of ours makes it."""
    row = b"\0" + bytes(rgb) * width

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        [chunk(b"IHDR", head), chunk(b"IDAT", zlib.compress(row * height)), chunk(b"IEND", b"")]
    )


def upload(name, folder="/", data=None, **options):
    text = base64.b64encode(data or png(40, 30, (200, 80, 40))).decode()
    options = UploadFileRequestOptions(folder=folder, use_unique_file_name=False, **options)
    return KIT.upload_file(file=text, file_name=name, options=options)


def paths(path="/"):
    return sorted(f.file_path for f in KIT.list_files(ListAndSearchFileRequestOptions(path=path)).list)


def refused(kind, call, *args, **kwargs):
    try:
        call(*args, **kwargs)
    except kind as error:
        return error.message
    raise AssertionError(f"{call.__name__} should have raised {kind.__name__}")


def job_ends(answer):
    for _ in range(5000):
        if KIT.get_bulk_job_status(answer.job_id).status == "Completed":
            return
    raise AssertionError("the job does not end")


def get(url):
    with urllib.request.urlopen(url) as answer:
        return answer.status, answer.read()


def status(url):
    try:
        return get(url)[0]
    except urllib.error.HTTPError as error:
        return error.code


def files():
    first = upload("a.png", tags=["one", "two"])
    assert (first.width, first.height, first.version_info.name) == (40, 30, "Version 1"), first.__dict__
    again = upload("a.png")
    assert again.file_id == first.file_id and again.version_info.name == "Version 2"
    assert paths() == ["/a.png"]
    details = KIT.get_file_details(first.file_id)
    assert details.tags is None and details.file_path == "/a.png"
    assert len(KIT.get_file_versions(first.file_id).list) == 2
    KIT.update_file_details(first.file_id, UpdateFileRequestOptions(tags=["red", "green"]))
    assert KIT.get_file_details(first.file_id).tags == ["red", "green"]
    unique = KIT.upload_file(file=base64.b64encode(png(5, 5, (1, 2, 3))).decode(), file_name="u.png")
    assert unique.name.startswith("u_") and unique.name.endswith(".png")
    KIT.delete_file(unique.file_id)
    refused(UnknownException, KIT.get_file_details, unique.file_id)
    message = refused(BadRequestException, upload, "a.png", overwrite_file=False)
    assert "already exists" in message, message
    return first.file_id


def tags(file_id):
    other = upload("b.png", folder="/deep/er")
    both = [file_id, other.file_id]
    answer = KIT.add_tags(file_ids=both, tags=["shared"])
    assert sorted(answer.successfully_updated_file_ids) == sorted(both)
    KIT.remove_tags(file_ids=[file_id], tags=["red"])
    assert KIT.get_file_details(file_id).tags == ["green", "shared"]
    message = refused(NotFoundException, KIT.add_tags, file_ids=[file_id, "0" * 24], tags=["lost"])
    assert message == "The requested file(s) does not exist.", message
    assert "lost" not in KIT.get_file_details(file_id).tags
    found = KIT.list_files(ListAndSearchFileRequestOptions(tags=["shared", "nothing"])).list
    assert len(found) == 2
    return other.file_id


def moves(file_id):
    KIT.copy_file(CopyFileRequestOptions(source_file_path="/a.png", destination_path="/copies/", include_file_versions=False))
    assert paths("/copies") == ["/copies/a.png"]
    KIT.move_file(MoveFileRequestOptions(source_file_path="/copies/a.png", destination_path="/moved/"))
    assert paths("/copies") == [] and paths("/moved") == ["/moved/a.png"]
    KIT.rename_file(RenameFileRequestOptions(file_path="/moved/a.png", new_file_name="c.png", purge_cache=False))
    assert paths("/moved") == ["/moved/c.png"]
    upload("d.png", folder="/moved")
    conflict = RenameFileRequestOptions(file_path="/moved/d.png", new_file_name="c.png", purge_cache=False)
    refused(ConflictException, KIT.rename_file, conflict)
    purge = RenameFileRequestOptions(file_path="/moved/d.png", new_file_name="e.png", purge_cache=True)
    assert KIT.rename_file(purge).purge_request_id
    assert KIT.get_file_details(file_id).file_path == "/a.png"


def folders():
    KIT.create_folder(CreateFolderRequestOptions(folder_name="tree", parent_folder_path="/"))
    upload("x.png", folder="/tree/leaf")
    job_ends(KIT.copy_folder(CopyFolderRequestOptions(source_folder_path="/tree", destination_path="/copies", include_file_versions=False)))
    assert paths("/copies/tree/leaf") == ["/copies/tree/leaf/x.png"]
    job_ends(KIT.move_folder(MoveFolderRequestOptions(source_folder_path="/tree", destination_path="/moved")))
    assert paths("/tree/leaf") == [] and paths("/moved/tree/leaf") == ["/moved/tree/leaf/x.png"]
    KIT.delete_folder(DeleteFolderRequestOptions(folder_path="/moved"))
    assert paths("/moved") == []
    refused(NotFoundException, KIT.delete_folder, DeleteFolderRequestOptions(folder_path="/moved"))


def versions(file_id):
    old = [v for v in KIT.get_file_versions(file_id).list if v.type == "file-version"][0]
    KIT.restore_file_version(file_id, old.version_info.id)
    assert KIT.get_file_details(file_id).version_info.id == old.version_info.id
    former = [v for v in KIT.get_file_versions(file_id).list if v.type == "file-version"][0]
    KIT.delete_file_version(file_id, former.version_info.id)
    assert len(KIT.get_file_versions(file_id).list) == 1


def delivery():
    secret = upload("secret.png", is_private_file=True)
    assert status(secret.url) == 401
    signed = KIT.url({"path": "/secret.png", "signed": True, "expire_seconds": 60, "transformation": [{"width": 20}]})
    code, data = get(signed)
    assert code == 200 and data
    assert status(signed[:-1] + ("0" if signed[-1] != "0" else "1")) == 401
    assert status(KIT.url({"path": "/secret.png", "signed": True, "expire_seconds": -60})) == 401
    public = KIT.url({"path": "/a.png", "transformation": [{"width": 20, "format": "png"}]})
    data = get(public)[1]
    assert struct.unpack(">II", data[16:24]) == (20, 15), "scaled with its ratio kept"


def cache():
    request = KIT.purge_file_cache(WHERE["delivery"] + "/a.png")
    assert request.request_id
    states = [KIT.get_purge_file_cache_status(request.request_id).status for _ in range(2)]
    assert states[-1] == "Completed", states


def metadata(file_id):
    answer = KIT.get_file_metadata(file_id)
    assert (answer.width, answer.height, answer.format) == (40, 30, "png"), answer.__dict__
    assert KIT.phash_distance(answer.p_hash, answer.p_hash) == 0


def ends(file_id, other_id):
    KIT.bulk_file_delete([file_id, other_id])
    refused(UnknownException, KIT.get_file_details, other_id)
    stranger = ImageKit(private_key="private_wrong", public_key="x", url_endpoint=WHERE["delivery"])
    message = refused(ForbiddenException, stranger.list_files)
    assert message == "Your account cannot be authenticated.", message


def main():
    file_id = files()
    other_id = tags(file_id)
    moves(file_id)
    folders()
    versions(file_id)
    delivery()
    cache()
    metadata(file_id)
    ends(file_id, other_id)
    print("imagekitio 4.1.0: every call was answered as the service would")


main()
