"""imagekitio 4.1.0 against the local library: every method, and the state that follows from it."""

import base64
import contextlib
import json
import tempfile
import time
import types
from unittest import mock

import imagekitio.url
import rig
import urls
from imagekitio import ImageKit
from imagekitio.constants.supported_transform import SUPPORTED_TRANS
from imagekitio.constants.url import URL
from imagekitio.exceptions.BadRequestException import BadRequestException
from imagekitio.exceptions.ConflictException import ConflictException
from imagekitio.exceptions.ForbiddenException import ForbiddenException
from imagekitio.exceptions.InternalServerException import InternalServerException
from imagekitio.exceptions.NotFoundException import NotFoundException
from imagekitio.exceptions.PartialSuccessException import PartialSuccessException
from imagekitio.exceptions.TooManyRequestsException import TooManyRequestsException
from imagekitio.exceptions.UnauthorizedException import UnauthorizedException
from imagekitio.exceptions.UnknownException import UnknownException
from imagekitio.models.CopyFileRequestOptions import CopyFileRequestOptions as CopyFile
from imagekitio.models.CopyFolderRequestOptions import CopyFolderRequestOptions as CopyFolder
from imagekitio.models.CreateCustomMetadataFieldsRequestOptions import (
    CreateCustomMetadataFieldsRequestOptions as NewField,
)
from imagekitio.models.CreateFolderRequestOptions import CreateFolderRequestOptions as NewFolder
from imagekitio.models.CustomMetaDataTypeEnum import CustomMetaDataTypeEnum as Kind
from imagekitio.models.CustomMetadataFieldsSchema import CustomMetadataFieldsSchema as Schema
from imagekitio.models.DeleteFolderRequestOptions import DeleteFolderRequestOptions as OldFolder
from imagekitio.models.ListAndSearchFileRequestOptions import ListAndSearchFileRequestOptions as Listing
from imagekitio.models.MoveFileRequestOptions import MoveFileRequestOptions as MoveFile
from imagekitio.models.MoveFolderRequestOptions import MoveFolderRequestOptions as MoveFolder
from imagekitio.models.RenameFileRequestOptions import RenameFileRequestOptions as Rename
from imagekitio.models.UpdateCustomMetadataFieldsRequestOptions import (
    UpdateCustomMetadataFieldsRequestOptions as FieldChange,
)
from imagekitio.models.UpdateFileRequestOptions import UpdateFileRequestOptions as Change
from imagekitio.models.UploadFileRequestOptions import UploadFileRequestOptions as Options
from rig import NOBODY, WHERE, png, refused, same

script = rig.Script("imagekitio 4.1.0")
script.watch(ImageKit)
check = script.check


def client(where=WHERE, **keys):
    keys = {"private_key": where["private_key"], "public_key": where["public_key"], **keys}
    return ImageKit(url_endpoint=where["delivery"], **keys)


def at(where):
    URL.API_BASE_URL, URL.UPLOAD_BASE_URL = where["api"], where["upload"]


at(WHERE)
KIT = client()


def text(data):
    return base64.b64encode(data).decode()


def put(name, folder, data=None, **options):
    """Uploads under exactly this name."""
    options = Options(folder=folder, use_unique_file_name=False, **options)
    return KIT.upload_file(file=text(data or png()), file_name=name, options=options)


def versions(file_id):
    return [(v.type, v.version_info.name) for v in KIT.get_file_versions(file_id).list]


def ends(job_id):
    return rig.until(lambda: KIT.get_bulk_job_status(job_id), lambda job: job.status != "Pending")


def raw(error):
    return error.response_metadata.raw


# Upload


@check("upload", "upload_file")
def the_shapes_of_a_file():
    picture = png(12, 8)
    first = put("base64.png", "/shapes", picture)
    same((first.file_path, first.width, first.height, first.size), ("/shapes/base64.png", 12, 8, len(picture)))
    same((first.version_info.id, first.version_info.name, first.file_type), (first.file_id, "Version 1", "image"))
    same(rig.fetch(first.url).body, picture)
    options = lambda: Options(folder="/shapes/", use_unique_file_name=False)
    KIT.upload(picture, "bytes.png", options())
    KIT.upload("data:image/png;base64," + text(picture), "data.png", options())
    KIT.upload(first.url, "url.png", options())
    with tempfile.NamedTemporaryFile(suffix=".png") as file:
        file.write(picture)
        file.flush()
        with open(file.name, "rb") as stream:
            KIT.upload_file(stream, "stream.png", options())
    same(rig.paths("/shapes"), [f"/shapes/{n}.png" for n in ("base64", "bytes", "data", "stream", "url")])
    for path in rig.paths("/shapes"):
        same(rig.fetch(WHERE["delivery"] + path).body, picture)
    words = KIT.upload(text("Größe".encode()), "notes.txt", options())
    same((words.file_type, words.width, words.size), ("non-image", None, 7))


@check("upload: names")
def names_of_uploads():
    unique = KIT.upload_file(text(png()), "u.png")
    assert unique.name != "u.png" and unique.name.startswith("u_") and unique.name.endswith(".png"), unique.name
    same(rig.details(unique.file_id)["filePath"], "/" + unique.name)
    tidied = put("a b$é.png", "na me/s")
    same(tidied.file_path, "/na_me/s/a_b_é.png")
    same(rig.fetch(tidied.url).status, 200)


@check("upload: options")
def every_option():
    field("colour", Schema(Kind.Text, max_length=9))
    extensions = [{"name": "google-auto-tagging", "minConfidence": 80, "maxTags": 5}]
    with rig.Receiver() as hook:
        file = put(
            "all.png",
            "/options",
            tags=["one", "two"],
            is_private_file=True,
            custom_coordinates="1,2,10,20",
            response_fields=[
                "tags",
                "custom_coordinates",
                "is_private_file",
                "embedded_metadata",
                "is_published",
                "custom_metadata",
            ],
            extensions=extensions,
            webhook_url=hook.url,
            overwrite_file=True,
            overwrite_ai_tags=True,
            overwrite_tags=True,
            overwrite_custom_metadata=True,
            custom_metadata={"colour": "red"},
            transformation={"pre": "w-20", "post": [{"type": "transformation", "value": "w-10,h-10"}]},
            checks="'request.folder' : '/options' AND \"file.size\" < \"1mb\"",
            is_published=False,
        )
        same((file.width, file.height), (20, 15))
        same((file.tags, file.custom_coordinates, file.is_private_file), (["one", "two"], "1,2,10,20", True))
        same((file.is_published, file.custom_metadata), (False, {"colour": "red"}))
        same(file.extension_status, {"google-auto-tagging": "pending"})
        kept = rig.details(file.file_id)
        same((kept["tags"], kept["customCoordinates"], kept["isPrivateFile"]), (["one", "two"], "1,2,10,20", True))
        same((kept["isPublished"], kept["customMetadata"], kept["width"]), (False, {"colour": "red"}, 20))
        told = json.loads(hook.next()[1])
        same(told["service"], "google-auto-tagging")
        assert told["status"] in ("SUCCESS", "FAILURE"), told
    assert rig.fetch(file.url).status in (401, 404), "neither private files nor drafts are public"


@check("upload: overwriting")
def what_an_overwrite_keeps():
    field("season", Schema(Kind.Text))
    first = put("o.png", "/over", tags=["old"], custom_metadata={"season": "spring"})
    kept = put("o.png", "/over", overwrite_tags=False, overwrite_custom_metadata=False, overwrite_ai_tags=False)
    same((kept.file_id, kept.version_info.name), (first.file_id, "Version 2"))
    now = rig.details(first.file_id)
    same((now["tags"], now["customMetadata"]), (["old"], {"season": "spring"}))
    put("o.png", "/over")
    now = rig.details(first.file_id)
    same((now["tags"], now["customMetadata"], now["versionInfo"]["name"]), (None, {}, "Version 3"))
    error = refused(BadRequestException, put, "o.png", "/over", overwrite_file=False)
    assert "A file with the same name already exists" in error.message, error.message
    same(len(versions(first.file_id)), 3)


@check("upload: refusals")
def refused_uploads():
    error = refused(BadRequestException, put, "c.png", "/refused", checks='"file.size" < 10')
    same(error.message, "Your request failed 'checks' validation.")
    error = refused(BadRequestException, put, "c.png", "/refused", checks="'file.size' <")
    assert error.message.startswith("Your request contains invalid syntax for the checks parameter."), error.message
    error = refused(BadRequestException, put, "c.png", "/refused", custom_metadata={"nobody": 1})
    same(error.message, "Invalid custom metadata.")
    same(list(raw(error)["errors"]), ["nobody"])
    refused(BadRequestException, put, "c.png", "/refused", tags="50%")
    refused(BadRequestException, put, "c.png", "/refused", transformation={"pre": ""})
    error = refused(BadRequestException, KIT.upload, rig.closed_port() + "/x.png", "c.png")
    same(error.response_metadata.http_status_code, 400)
    same(rig.paths("/refused"), [])
    refused(ValueError, put, "c.png", "/refused", response_fields=["metadata"])
    refused(TypeError, KIT.upload, None, "c.png")
    refused(TypeError, KIT.upload, "eA==", None)


@check("get_authentication_parameters")
def uploads_of_browsers():
    given = KIT.get_authentication_parameters()
    fields = {"fileName": "client.png", "publicKey": WHERE["public_key"], "useUniqueFileName": "false", **given}
    sent = rig.send_form({**fields, "folder": "/client"}, png())
    same((sent.status, sent.json()["filePath"]), (200, "/client/client.png"))
    same(rig.paths("/client"), ["/client/client.png"])
    again = rig.send_form({**fields, "folder": "/client"}, png())
    same(again.status, 400)
    for expire in (int(time.time()) - 10, int(time.time()) + 2 * 3600):
        late = {**fields, **KIT.get_authentication_parameters("", expire)}
        answer = rig.send_form(late, png())
        assert "invalid expire parameter" in answer.json()["message"], answer.body
    forged = {**fields, **KIT.get_authentication_parameters(), "signature": "0" * 40}
    same(rig.send_form(forged, png()).status, 400)
    cases = [
        {"private_key": key, "args": {"token": token, "expire": expire}}
        for key in ("private_key_test", "schlüssel")
        for token, expire in [("your_token", 1582269249), ("ü", 1), ("t", "7"), ("x" * 300, 9999999999)]
    ]
    for case, answer in zip(cases, rig.batch("auth-params", cases)):
        same(answer, {"value": client(private_key=case["private_key"]).get_authentication_parameters(**case["args"])})


# List and search


@check("list_files")
def every_parameter_of_lists():
    for name, size, tags in [("b.png", 10, ["x"]), ("a.png", 30, ["y"]), ("c.png", 20, ["x", "z"])]:
        put(name, "/list", png(size, size, rig.slope), tags=tags)
    put("d.txt", "/list", b"words")
    put("deep.png", "/list/deep")
    listed = lambda **given: [f.name for f in KIT.list_files(Listing(path="/list", **given)).list]
    same(listed(), ["b.png", "a.png", "c.png", "d.txt"])
    same(listed(sort="ASC_NAME"), ["a.png", "b.png", "c.png", "d.txt"])
    same(listed(sort="DESC_NAME"), ["d.txt", "c.png", "b.png", "a.png"])
    same(listed(sort="DESC_CREATED"), ["d.txt", "c.png", "a.png", "b.png"])
    same(listed(sort="ASC_SIZE")[0], "d.txt")
    same(listed(sort="DESC_HEIGHT", file_type="image"), ["a.png", "c.png", "b.png"])
    same(listed(sort="ASC_WIDTH", file_type="image"), ["b.png", "c.png", "a.png"])
    same(sorted(listed(sort="ASC_UPDATED")), ["a.png", "b.png", "c.png", "d.txt"])
    same(listed(file_type="non-image"), ["d.txt"])
    same(listed(limit=2, skip=1), ["a.png", "c.png"])
    same(listed(tags=["y", "z"]), ["a.png", "c.png"])
    same(listed(tags="x"), ["b.png", "c.png"])
    folder = KIT.list_files(Listing(path="/list", type="folder")).list[0]
    same((folder.type, folder.name, folder.folder_path), ("folder", "deep", "/list/deep"))
    same(listed(type="all", sort="ASC_NAME"), ["a.png", "b.png", "c.png", "d.txt", "deep"])
    put("a.png", "/list", png(31, 31, rig.slope))
    same([f.version_info.name for f in KIT.list_files(Listing(path="/list", type="file-version")).list], ["Version 1"])
    assert len(KIT.list_files().list) > 5, "without options the whole library"
    for wrong in [{"limit": 0}, {"limit": 1001}, {"skip": -1}, {"sort": "UP"}, {"type": "directory"}]:
        refused(BadRequestException, KIT.list_files, Listing(**wrong))


@check("list_files: searchQuery")
def search_queries():
    field("weight", Schema(Kind.Number))
    put("cat.png", "/found", png(50, 20), tags=["pet"], custom_metadata={"weight": 4})
    put("dog.png", "/found", png(20, 50), tags=["pet", "big"], custom_metadata={"weight": 30})
    put("car.txt", "/found/more", b"words", is_private_file=True)
    found = lambda query, **given: [
        f.name for f in KIT.list_files(Listing(search_query=query, sort="ASC_NAME", **given)).list
    ]
    within = ' AND path : "/found/" AND type = "file"'
    same(found('name = "cat.png"' + within), ["cat.png"])
    same(found("name:'ca'" + within), ["car.txt", "cat.png"])
    same(found('name NOT IN ["cat.png", "dog.png"]' + within), ["car.txt"])
    same(found('tags IN ["big", "none"]' + within), ["dog.png"])
    same(found("tags NOT EXISTS" + within), ["car.txt"])
    same(found("(width > 30 OR height > 30)" + within), ["cat.png", "dog.png"])
    same(found("size < '1kb' AND format='png'" + within), ["cat.png", "dog.png"])
    same(found("private = true" + within), ["car.txt"])
    same(found('"customMetadata.weight" >= 5' + within), ["dog.png"])
    same(found('createdAt > "1h"' + within), ["car.txt", "cat.png", "dog.png"])
    same(found('createdAt < "1h"' + within), [])
    same(found('path = "/found/" AND type = "file"'), ["cat.png", "dog.png"])
    same(found('name HAS "CAT"' + within), ["cat.png"])
    same(found("format = 'png'", path="/found", type="folder", tags="nothing"), ["cat.png", "dog.png"])
    same(found("createdAt >= '2d' OR size < '2mb' OR format='png'", path="/found", file_type="image"), ["cat.png", "dog.png"])
    error = refused(BadRequestException, found, 'createdAt > "yesterday"')
    assert error.message.startswith("Invalid search query - createdAt field must have a valid date value."), error.message
    assert refused(BadRequestException, found, "name =").message.startswith("Invalid search query"), "half a query"


# Files and versions


@check("get_file_details")
def details_of_a_file():
    file = put("d.png", "/details", tags=["t"])
    seen = KIT.get_file_details(file.file_id)
    same((seen.type, seen.name, seen.file_path, seen.mime), ("file", "d.png", "/details/d.png", "image/png"))
    same((seen.width, seen.height, seen.size, seen.has_alpha), (40, 30, file.size, False))
    same((seen.tags, seen.custom_metadata, seen.is_private_file), (["t"], {}, False))
    same(seen.response_metadata.raw, rig.details(file.file_id))
    assert "x-ik-requestid" in seen.response_metadata.headers
    same(rig.fetch(seen.thumbnail).status, 200)
    same(refused(BadRequestException, KIT.get_file_details, "short").message, "Your request contains invalid fileId parameter.")
    same(refused(UnknownException, KIT.get_file_details, NOBODY).message, "The requested file does not exist.")
    refused(TypeError, KIT.get_file_details)


@check("get_file_versions", "get_file_version_details")
def versions_of_a_file():
    file = put("v.png", "/versions", png(10, 10))
    second = put("v.png", "/versions", png(20, 20))
    same(versions(file.file_id), [("file", "Version 2"), ("file-version", "Version 1")])
    old = KIT.get_file_version_details(file.file_id, file.version_info.id)
    same((old.type, old.width, old.version_info.name), ("file-version", 10, "Version 1"))
    new = KIT.get_file_version_details(file.file_id, second.version_info.id)
    same((new.type, new.width), ("file", 20))
    same(rig.size_of(rig.fetch(old.url).body), (10, 10))
    refused(NotFoundException, KIT.get_file_versions, NOBODY)
    refused(NotFoundException, KIT.get_file_version_details, file.file_id, NOBODY)
    refused(BadRequestException, KIT.get_file_version_details, file.file_id, "short")


@check("restore_file_version", "delete_file_version")
def versions_restored_and_deleted():
    file = put("r.png", "/restore", png(10, 10))
    second = put("r.png", "/restore", png(20, 20))
    back = KIT.restore_file_version(file.file_id, file.version_info.id)
    same((back.type, back.version_info.id, back.width), ("file", file.version_info.id, 10))
    same(rig.details(file.file_id)["width"], 10)
    same(rig.size_of(rig.fetch(WHERE["delivery"] + "/restore/r.png").body), (10, 10))
    error = refused(BadRequestException, KIT.delete_file_version, file.file_id, file.version_info.id)
    same(error.message, "You cannot delete current version of a file.")
    KIT.delete_file_version(file.file_id, second.version_info.id)
    same(len(versions(file.file_id)), 1)
    refused(NotFoundException, KIT.delete_file_version, file.file_id, second.version_info.id)
    refused(NotFoundException, KIT.restore_file_version, file.file_id, second.version_info.id)


@check("update_file_details")
def details_updated():
    field("rating", Schema(Kind.Number, min_value=1, max_value=5))
    field("author", Schema(Kind.Text))
    file = put("u.png", "/update", tags=["old"], custom_metadata={"author": "me"})
    change = Change(tags=["red", "green"], custom_coordinates="0,0,10,10", custom_metadata={"rating": 3})
    seen = KIT.update_file_details(file.file_id, change)
    same((seen.tags, seen.custom_coordinates), (["red", "green"], "0,0,10,10"))
    kept = rig.details(file.file_id)
    same((kept["tags"], kept["customCoordinates"]), (["red", "green"], "0,0,10,10"))
    same(kept["customMetadata"], {"author": "me", "rating": 3})
    KIT.update_file_details(file.file_id, Change(tags=[], custom_metadata={"author": None}))
    kept = rig.details(file.file_id)
    same((kept["tags"], kept["customMetadata"], kept["customCoordinates"]), (None, {"rating": 3}, "0,0,10,10"))
    error = refused(BadRequestException, KIT.update_file_details, file.file_id, Change(custom_metadata={"rating": 9}, tags=["no"]))
    same((error.message, list(raw(error)["errors"])), ("Invalid custom metadata.", ["rating"]))
    same(rig.details(file.file_id)["tags"], None)
    with rig.Receiver() as hook:
        change = Change(extensions=[{"name": "aws-auto-tagging", "minConfidence": 50}], webhook_url=hook.url)
        same(KIT.update_file_details(file.file_id, change).extension_status, {"aws-auto-tagging": "pending"})
        same(json.loads(hook.next()[1])["service"], "aws-auto-tagging")
    refused(UnknownException, KIT.update_file_details, NOBODY, Change(tags=["x"]))


@check("update_file_details: publish")
def published_and_not():
    file = put("p.png", "/publish")
    hidden = KIT.update_file_details(file.file_id, Change(publish={"isPublished": False, "includeFileVersions": True}))
    same((hidden.is_published, rig.details(file.file_id)["isPublished"]), (False, False))
    assert rig.fetch(file.url).status != 200
    KIT.update_file_details(file.file_id, Change(publish={"isPublished": True}))
    same((rig.details(file.file_id)["isPublished"], rig.fetch(file.url).status), (True, 200))
    both = Change(publish={"isPublished": False}, tags=["x"])
    error = refused(BadRequestException, KIT.update_file_details, file.file_id, both)
    same(error.message, "Your request cannot contain any other parameters when publish is present")


# Tags and deletion in bulk


@check("add_tags", "remove_tags")
def tags_in_bulk():
    first, second = put("1.png", "/tags", tags=["a"]), put("2.png", "/tags")
    both = [first.file_id, second.file_id]
    answer = KIT.add_tags(file_ids=both, tags=["shared", "a"])
    same(sorted(answer.successfully_updated_file_ids), sorted(both))
    same(rig.details(first.file_id)["tags"], ["a", "shared"])
    same(sorted(rig.details(second.file_id)["tags"]), ["a", "shared"])
    KIT.remove_tags(file_ids=both, tags=["a", "never"])
    same([rig.details(id)["tags"] for id in both], [["shared"], ["shared"]])
    for call in (KIT.add_tags, KIT.remove_tags):
        error = refused(NotFoundException, call, file_ids=[first.file_id, NOBODY], tags=["shared"])
        same((error.message, raw(error)["missingFileIds"]), ("The requested file(s) does not exist.", [NOBODY]))
        same(refused(BadRequestException, call, file_ids=[], tags=["x"]).message, "fileIds is empty.")
        refused(BadRequestException, call, file_ids=both, tags=[])
        too_many = refused(BadRequestException, call, file_ids=[NOBODY] * 51, tags=["x"])
        same(too_many.message, "A maximum of 50 files can be edited at a time.")
    same([rig.details(id)["tags"] for id in both], [["shared"], ["shared"]])


@check("remove_ai_tags")
def ai_tags_in_bulk():
    at(rig.DEMO)
    try:
        kit = client(rig.DEMO)
        seen = [f for f in kit.list_files(Listing(limit=1000)).list if len(f.ai_tags) > 1]
        file, names = seen[0], [tag.name for tag in seen[0].ai_tags]
        assert seen[0].ai_tags[0].confidence > 0 and seen[0].ai_tags[0].source.endswith("auto-tagging")
        answer = kit.remove_ai_tags(file_ids=[file.file_id], ai_tags=[names[0], "never"])
        same(answer.successfully_updated_file_ids, [file.file_id])
        same([tag.name for tag in kit.get_file_details(file.file_id).ai_tags], names[1:])
        kit.update_file_details(file.file_id, Change(remove_ai_tags="all"))
        same(kit.get_file_details(file.file_id).ai_tags, [])
        other, names = seen[1], [tag.name for tag in seen[1].ai_tags]
        kit.update_file_details(other.file_id, Change(remove_ai_tags=names[1:]))
        same([tag.name for tag in kit.get_file_details(other.file_id).ai_tags], names[:1])
        error = refused(NotFoundException, kit.remove_ai_tags, [other.file_id, NOBODY], names[:1])
        same(raw(error)["missingFileIds"], [NOBODY])
        same(len(kit.get_file_details(other.file_id).ai_tags), 1)
        refused(BadRequestException, kit.remove_ai_tags, [other.file_id], [])
    finally:
        at(WHERE)


@check("delete_file")
def a_file_deleted():
    file = put("x.png", "/delete")
    put("x.png", "/delete")
    same(KIT.delete_file(file.file_id).response_metadata.http_status_code, 204)
    assert rig.gone(file.file_id) and rig.paths("/delete") == []
    same(refused(UnknownException, KIT.delete_file, file.file_id).message, "The requested file does not exist.")


@check("bulk_file_delete", "bulk_delete")
def files_deleted_in_bulk():
    ids = [put(f"{n}.png", "/bulk").file_id for n in range(3)]
    error = refused(NotFoundException, KIT.bulk_file_delete, [ids[0], NOBODY])
    same(raw(error)["missingFileIds"], [NOBODY])
    same(len(rig.paths("/bulk")), 3)
    same(sorted(KIT.bulk_file_delete(ids[:2]).successfully_deleted_file_ids), sorted(ids[:2]))
    same(rig.paths("/bulk"), ["/bulk/2.png"])
    KIT.bulk_delete(ids[2:])
    same(rig.paths("/bulk"), [])
    same(refused(BadRequestException, KIT.bulk_delete, [NOBODY] * 101).message, "fileIds cannot have more than 100 items.")
    refused(ValueError, KIT.bulk_delete, [])


# Copies, moves, names


@check("copy_file")
def files_copied():
    file = put("c.png", "/copy", png(10, 10), tags=["t"])
    put("c.png", "/copy", png(20, 20), tags=["t"])
    KIT.copy_file(CopyFile("/copy/c.png", "/copies/one/", False))
    KIT.copy_file(CopyFile("/copy/c.png", "/copies/all", True))
    one, all_ = (KIT.list_files(Listing(path=f"/copies/{n}")).list[0] for n in ("one", "all"))
    assert file.file_id not in (one.file_id, all_.file_id)
    same((one.tags, one.width, len(versions(one.file_id)), len(versions(all_.file_id))), (["t"], 20, 1, 2))
    KIT.copy_file(CopyFile("/copy/c.png", "/copies/all/", False))
    same((rig.paths("/copies/all"), len(versions(all_.file_id))), (["/copies/all/c.png"], 3))
    error = refused(NotFoundException, KIT.copy_file, CopyFile("/copy/no.png", "/copies/", False))
    same(raw(error)["reason"], "SOURCE_FILE_MISSING")
    error = refused(BadRequestException, KIT.copy_file, CopyFile("/copy/c.png", "/copy/", False))
    same(raw(error)["reason"], "SAME_SOURCE_AND_DESTINATION")


@check("move_file")
def files_moved():
    file = put("m.png", "/move")
    put("m.png", "/move")
    KIT.move_file(MoveFile("/move/m.png", "/moved/"))
    same((rig.paths("/move"), rig.paths("/moved")), ([], ["/moved/m.png"]))
    same((rig.details(file.file_id)["filePath"], len(versions(file.file_id))), ("/moved/m.png", 2))
    same(raw(refused(NotFoundException, KIT.move_file, MoveFile("/move/m.png", "/")))["reason"], "SOURCE_FILE_MISSING")


@check("rename_file")
def files_renamed():
    file = put("old.png", "/rename")
    same(KIT.rename_file(Rename("/rename/old.png", "new name.png", False)).purge_request_id, None)
    same(rig.details(file.file_id)["filePath"], "/rename/new_name.png")
    purged = KIT.rename_file(Rename("/rename/new_name.png", "n.png", True))
    assert KIT.get_purge_file_cache_status(purged.purge_request_id).status in ("Pending", "Completed")
    put("taken.png", "/rename")
    error = refused(ConflictException, KIT.rename_file, Rename("/rename/n.png", "taken.png", False))
    same(raw(error)["reason"], "FILE_ALREADY_EXISTS")
    same(rig.paths("/rename"), ["/rename/n.png", "/rename/taken.png"])
    same(raw(refused(NotFoundException, KIT.rename_file, Rename("/rename/no.png", "x.png")))["reason"], "FILE_MISSING")
    error = refused(BadRequestException, KIT.rename_file, Rename("/rename/n.png", "n.png"))
    same(raw(error)["reason"], "SAME_OLD_AND_NEW_NAME")


# Folders


@check("create_folder", "delete_folder")
def folders_made_and_deleted():
    KIT.create_folder(NewFolder("new one", "/tree/deep/"))
    same(rig.folders("/tree/deep"), ["/tree/deep/new_one"])
    same(KIT.create_folder(NewFolder("new one", "tree/deep")).response_metadata.http_status_code, 201)
    file = put("f.png", "/tree/deep/new_one")
    for name in ("..", "a/b"):
        error = refused(UnknownException, KIT.create_folder, NewFolder(name, "/tree"))
        same(error.response_metadata.http_status_code, 400)
    same(KIT.delete_folder(OldFolder("/tree/")).response_metadata.http_status_code, 204)
    assert rig.gone(file.file_id) and "/tree" not in rig.folders()
    same(raw(refused(NotFoundException, KIT.delete_folder, OldFolder("/tree")))["reason"], "FOLDER_NOT_FOUND")


@check("copy_folder", "get_bulk_job_status")
def folders_copied():
    file = put("x.png", "/source/leaf")
    put("x.png", "/source/leaf")
    rig.hold_jobs(True)
    job = KIT.copy_folder(CopyFolder("/source", "/target", True)).job_id
    state = KIT.get_bulk_job_status(job)
    same((state.job_id, state.type, state.status), (job, "COPY_FOLDER", "Pending"))
    locked = refused(UnknownException, KIT.copy_folder, CopyFolder("/source", "/elsewhere", False))
    same(locked.response_metadata.http_status_code, 423)
    rig.hold_jobs(False)
    same(ends(job).status, "Completed")
    copy = KIT.list_files(Listing(path="/target/source/leaf")).list[0]
    same((copy.file_path, len(versions(copy.file_id))), ("/target/source/leaf/x.png", 2))
    assert copy.file_id != file.file_id and not rig.gone(file.file_id)
    ends(KIT.copy_folder(CopyFolder("/source/leaf", "/thin", False)).job_id)
    thin = KIT.list_files(Listing(path="/thin/leaf")).list[0]
    same(len(versions(thin.file_id)), 1)
    error = refused(NotFoundException, KIT.copy_folder, CopyFolder("/nowhere", "/target", False))
    same(raw(error)["reason"], "NO_FILES_FOLDER")
    same(refused(UnknownException, KIT.get_bulk_job_status, NOBODY).message, "The requested job does not exist.")


@check("move_folder")
def folders_moved():
    file = put("x.png", "/moving/leaf")
    job = KIT.move_folder(MoveFolder("/moving", "/arrived")).job_id
    same((ends(job).status, KIT.get_bulk_job_status(job).type), ("Completed", "MOVE_FOLDER"))
    same(rig.details(file.file_id)["filePath"], "/arrived/moving/leaf/x.png")
    assert "/moving" not in rig.folders()
    error = refused(BadRequestException, KIT.move_folder, MoveFolder("/arrived", "/arrived/moving"))
    same(raw(error)["reason"], "INVALID_DESTINATION_PATH")


# Cache, metadata


@check("purge_file_cache", "purge_cache", "get_purge_file_cache_status", "get_purge_cache_status")
def caches_purged():
    file = put("cached.png", "/purge")
    request = KIT.purge_file_cache(file.url).request_id
    first = KIT.get_purge_file_cache_status(request).status
    assert first in ("Pending", "Completed"), first
    same(rig.until(lambda: KIT.get_purge_cache_status(request), lambda s: s.status != "Pending").status, "Completed")
    assert KIT.purge_cache(WHERE["delivery"] + "/purge/cached.png*").request_id != request
    for wrong in ("nothing", WHERE["delivery"] + "/a*/b.png", WHERE["delivery"] + "/a*"):
        refused(BadRequestException, KIT.purge_cache, wrong)
    same(refused(BadRequestException, KIT.get_purge_cache_status, NOBODY).message, "No request found for this requestId.")
    refused(TypeError, KIT.purge_cache)


@check("get_file_metadata", "get_metadata", "get_remote_file_url_metadata", "get_remote_url_metadata")
def metadata_read():
    plain = put("m.png", "/meta", png(64, 48, rig.slope))
    for seen in (KIT.get_file_metadata(plain.file_id), KIT.get_metadata(plain.file_id)):
        same((seen.width, seen.height, seen.format, seen.size), (64, 48, "png", plain.size))
        same((seen.has_transparency, len(int(seen.p_hash, 16).to_bytes(8, "big"))), (False, 8))
    jpeg = rig.with_exif(rig.fetch(WHERE["delivery"] + "/tr:f-jpg,q-90/meta/m.png").body)
    photo = put("photo.jpg", "/meta", jpeg)
    seen = KIT.get_file_metadata(photo.file_id)
    same((seen.format, seen.exif.image.make, seen.exif.image.orientation), ("jpg", "Acme", 1))
    for remote in (KIT.get_remote_file_url_metadata(photo.url), KIT.get_remote_url_metadata(photo.url)):
        same(remote.response_metadata.raw, seen.response_metadata.raw)
    refused(BadRequestException, KIT.get_remote_file_url_metadata, "https://example.com/x.png")
    refused(UnknownException, KIT.get_remote_file_url_metadata, WHERE["delivery"] + "/meta/none.png")
    refused(UnknownException, KIT.get_file_metadata, NOBODY)
    refused(BadRequestException, KIT.get_file_metadata, "short")


@check("phash_distance")
def distances_of_pictures():
    hash_of = lambda file: KIT.get_file_metadata(file.file_id).p_hash
    same_ = [hash_of(put(f"{n}.png", "/phash", png(64, 64, rig.disc))) for n in (1, 2)]
    smaller = rig.fetch(WHERE["delivery"] + "/tr:w-40,f-png/phash/1.png").body
    close = hash_of(put("small.jpg", "/phash", smaller))
    far = hash_of(put("slope.png", "/phash", png(64, 64, rig.slope)))
    same(KIT.phash_distance(*same_), 0)
    assert KIT.phash_distance(same_[0], close) <= 6, (same_[0], close)
    assert KIT.phash_distance(same_[0], far) > 12, (same_[0], far)
    pairs = [(same_[0], far), ("f06830ca9f1e3e90", "f06830ca9f1e3e91"), ("f", "ff"), ("", "f"), ("zz", "f")]
    for pair, answer in zip(pairs, rig.batch("phash", [{"first": a, "second": b} for a, b in pairs])):
        try:
            same(answer, {"value": ImageKit.phash_distance(*pair)})
        except (TypeError, ValueError):
            assert "value" not in answer and answer["error"]["message"], answer


# Fields of custom metadata


def field(name, schema, label=None):
    """A field of that name, made unless it is there."""
    for known in KIT.get_custom_metadata_fields().list:
        if known.name == name:
            return known
    return KIT.create_custom_metadata_fields(NewField(name, label or f"{name} label", schema))


def known(name, include_deleted=False):
    return next((f for f in KIT.get_custom_metadata_fields(include_deleted).list if f.name == name), None)


SCHEMAS = {
    "text": Schema(Kind.Text, default_value="ab", is_value_required=True, min_length=1, max_length=5),
    "area": Schema(Kind.Textarea, min_length=2, max_length=500),
    "number": Schema(Kind.Number, default_value=150, is_value_required=True, min_value=100, max_value=200),
    "date": Schema(Kind.Date, min_value="2020-01-01T00:00:00.000Z", max_value="2030-01-01T00:00:00.000Z"),
    "flag": Schema(Kind.Boolean, default_value=True, is_value_required=True),
    "single": Schema(Kind.SingleSelect, select_options=["small", 5, True]),
    "multi": Schema(Kind.MultiSelect, select_options=["x", 7, False], default_value=["x", 7], is_value_required=True),
}


@check("create_custom_metadata_fields", "get_custom_metadata_fields")
def fields_of_all_types():
    for name, schema in SCHEMAS.items():
        wanted = dict(vars(schema))
        made = KIT.create_custom_metadata_fields(NewField(f"all_{name}", f"All {name}", schema))
        told = {key: value for key, value in vars(made.schema).items() if value is not None}
        same((made.name, made.label, told), (f"all_{name}", f"All {name}", wanted))
        listed = known(f"all_{name}")
        same((listed.id, {k: v for k, v in vars(listed.schema).items() if v is not None}), (made.id, wanted))
    values = {"all_text": "abc", "all_area": "words", "all_number": 120, "all_flag": False}
    values |= {"all_single": 5, "all_multi": ["x", False], "all_date": "2024-05-06T07:08:09.000Z"}
    file = put("fields.png", "/fields", custom_metadata=values)
    same(rig.details(file.file_id)["customMetadata"], values)
    bad = {"all_text": "abcdef", "all_area": "w", "all_number": 99, "all_flag": "no"}
    bad |= {"all_single": "large", "all_multi": ["y"], "all_date": "2019-01-01T00:00:00.000Z"}
    for name, value in bad.items():
        error = refused(BadRequestException, KIT.update_file_details, file.file_id, Change(custom_metadata={name: value}))
        same(list(raw(error)["errors"]), [name])
    same(rig.details(file.file_id)["customMetadata"], values)
    error = refused(BadRequestException, put, "few.png", "/fields", custom_metadata={"all_single": 5})
    same(sorted(raw(error)["errors"]), ["all_flag", "all_multi", "all_number", "all_text"])
    # What is required would be of every later upload with custom metadata.
    for name in SCHEMAS:
        KIT.delete_custom_metadata_field(known(f"all_{name}").id)


@check("create_custom_metadata_fields: refusals")
def wrong_fields():
    field("once", Schema(Kind.Text), "Once")
    create = KIT.create_custom_metadata_fields
    error = refused(BadRequestException, create, NewField("once", "Other", Schema(Kind.Text)))
    assert error.message.startswith("A custom metadata field with this name already exists"), error.message
    error = refused(BadRequestException, create, NewField("twice", "Once", Schema(Kind.Text)))
    assert error.message.startswith("A custom metadata field with this label already exists"), error.message
    wrong = {
        "minValue": Schema(Kind.Number, min_value="a"),
        "maxLength": Schema(Kind.Number, max_length=4),
        "selectOptions": Schema(Kind.SingleSelect),
        "defaultValue": Schema(Kind.Number, default_value=9, is_value_required=True, max_value=5),
    }
    for key, schema in wrong.items():
        error = refused(BadRequestException, create, NewField("wrong", "Wrong", schema))
        same((error.message, list(raw(error)["errors"])), ("Invalid field object", [key]))
    same(known("wrong"), None)


@check("update_custom_metadata_fields")
def fields_updated():
    made = field("changing", Schema(Kind.Number, min_value=1, max_value=5))
    new = KIT.update_custom_metadata_fields(made.id, FieldChange("New label", Schema(min_value=2, max_value=9)))
    same((new.label, new.schema.type, new.schema.min_value, new.schema.max_value), ("New label", "Number", 2, 9))
    KIT.update_custom_metadata_fields(made.id, FieldChange(schema=Schema(max_value=8)))
    kept = known("changing")
    same((kept.label, kept.schema.type, kept.schema.max_value), ("New label", "Number", 8))
    error = refused(BadRequestException, KIT.update_custom_metadata_fields, made.id, FieldChange())
    same(error.message, "Either label or schema should be provided.")
    error = refused(BadRequestException, KIT.update_custom_metadata_fields, made.id, FieldChange(schema=Schema(min_length=1)))
    same(list(raw(error)["errors"]), ["minLength"])
    refused(NotFoundException, KIT.update_custom_metadata_fields, NOBODY, FieldChange("x"))
    refused(BadRequestException, KIT.update_custom_metadata_fields, "short", FieldChange("x"))


@check("delete_custom_metadata_field")
def fields_deleted():
    made = field("leaving", Schema(Kind.Text), "Leaving")
    file = put("l.png", "/leaving", custom_metadata={"leaving": "soon"})
    same(KIT.delete_custom_metadata_field(made.id).response_metadata.http_status_code, 204)
    same((known("leaving"), known("leaving", True).id), (None, made.id))
    same(rig.details(file.file_id)["customMetadata"], {})
    error = refused(BadRequestException, KIT.create_custom_metadata_fields, NewField("leaving", "Back", Schema(Kind.Text)))
    assert "name already exists" in error.message, error.message
    field("staying", Schema(Kind.Text), "Leaving")
    refused(NotFoundException, KIT.delete_custom_metadata_field, NOBODY)
    error = refused(BadRequestException, KIT.update_custom_metadata_fields, made.id, FieldChange("x"))
    same(error.message, "Cannot update a deleted custom metadata fields.")


# URLs


@check("url")
def urls_built_and_signed():
    put("s.png", "/url", png(40, 30), is_private_file=True)
    put("öffentlich.png", "/url", png(40, 30))
    same(rig.fetch(WHERE["delivery"] + "/url/s.png").status, 401)
    steps = [{"width": 20, "format": "png"}, {"rotation": 90}]
    for given in [
        {"path": "/url/s.png"},
        {"path": "/url/s.png", "transformation": steps},
        {"path": "url/s.png", "transformation": steps, "transformation_position": "query"},
        {"path": "/url/s.png", "transformation": steps, "query_parameters": {"v": "1 2", "w": "é"}},
        {"src": WHERE["delivery"] + "/url/s.png", "transformation": steps},
    ]:
        for expiry in ({}, {"expire_seconds": 300}):
            signed = KIT.url({**given, "signed": True, **expiry})
            answer = rig.fetch(signed)
            same((answer.status, signed), (200, signed))
            same(rig.size_of(answer.body), (15, 20) if "transformation" in given else (40, 30))
            same(rig.fetch(rig.tampered(signed)).status, 401)
            same(rig.fetch(signed.replace("s.png", "öffentlich.png")).status, 401)
    same(rig.fetch(KIT.url({"path": "/url/s.png", "signed": True, "expire_seconds": -60})).status, 401)
    longer = KIT.url({"path": "/url/s.png", "signed": True, "expire_seconds": 60})
    same(rig.fetch(longer.replace("ik-t=", "ik-t=9")).status, 401)
    umlaut = KIT.url({"path": "/url/öffentlich.png", "transformation": [{"width": 10}], "signed": True})
    same(rig.fetch(umlaut).status, 200)
    public = KIT.url({"path": "/url/öffentlich.png", "transformation": [{"width": 20, "format": "png"}]})
    same(rig.size_of(rig.fetch(public).body), (20, 15))
    attached = KIT.url({"path": "/url/öffentlich.png", "query_parameters": {"ik-attachment": True}})
    same(rig.fetch(attached).status, 200)


@contextlib.contextmanager
def clock(seconds):
    """The time that stands still for the SDK."""
    moment = types.SimpleNamespace(timestamp=lambda: seconds)
    with mock.patch.object(imagekitio.url, "dt", types.SimpleNamespace(now=lambda: moment)):
        yield


@check("url by random options")
def urls_by_random_options():
    with clock(urls.NOW):
        cases = urls.classic_cases([*SUPPORTED_TRANS, "fooBar", "fl", "l"], 400)
        urls.compare("url", cases, lambda case: ImageKit(**case["client"]).url(json.loads(json.dumps(case["options"]))))


@check("url in the code of ikt url --as python")
def code_of_ikt():
    urls.compare_code("python", "classic", clock)


# Errors


def failure(kind, status, call, *args):
    error = refused(kind, call, *args)
    same(error.response_metadata.http_status_code, status)
    assert error.message and raw(error)["message"] == error.message, error.message
    return error


@check("BadRequestException", "UnknownException", "NotFoundException", "ConflictException")
def errors_of_requests():
    put("e.png", "/errors")
    put("f.png", "/errors")
    error = failure(BadRequestException, 400, KIT.list_files, Listing(limit=0))
    same((error.message, error.response_help), ("Minimum value of limit parameter is 1. Value sent is 0.", rig.HELP))
    failure(UnknownException, 404, KIT.get_file_details, NOBODY)
    same(raw(failure(NotFoundException, 404, KIT.add_tags, [NOBODY], ["x"]))["missingFileIds"], [NOBODY])
    failure(ConflictException, 409, KIT.rename_file, Rename("/errors/e.png", "f.png"))


@check("UnauthorizedException", "ForbiddenException")
def errors_of_keys():
    nobody = client()
    nobody.ik_request.create_headers = lambda: {}
    error = failure(UnauthorizedException, 401, nobody.list_files)
    same(error.message, "Your request does not contain private API key.")
    failure(UnauthorizedException, 401, nobody.upload, text(png()), "x.png")
    stranger = client(private_key="private_wrong")
    for call in [(stranger.list_files,), (stranger.upload, text(png()), "stranger.png"), (stranger.delete_file, NOBODY)]:
        same(failure(ForbiddenException, 403, *call).message, "Your account cannot be authenticated.")
    same([path for path in rig.paths() if "stranger" in path], [])
    refused(ValueError, ImageKit, "", "", "")


@check("TooManyRequestsException", "InternalServerException", "PartialSuccessException")
def errors_of_the_service():
    limits = {"X-RateLimit-Limit": "5", "X-RateLimit-Reset": "250", "X-RateLimit-Interval": "1000"}
    rig.fault(429, path_prefix="/v1/files", headers=limits)
    error = failure(TooManyRequestsException, 429, KIT.list_files)
    same({name: error.response_metadata.headers[name] for name in limits}, limits)
    for status in (500, 502, 503, 504):
        rig.fault(status, path_prefix="/v1/folder")
        error = refused(UnknownException, KIT.create_folder, NewFolder("never", "/"))
        rig.fault(status, path_prefix="/v1/files")
        failure(InternalServerException, status, KIT.list_files)
    assert "/never" not in rig.folders()
    file = put("part.png", "/partial")
    rig.fault(207, path_prefix="/v1/files/", times=3)
    failure(PartialSuccessException, 207, KIT.add_tags, [file.file_id], ["x"])
    failure(PartialSuccessException, 207, KIT.bulk_file_delete, [file.file_id])
    failure(PartialSuccessException, 207, KIT.rename_file, Rename("/partial/part.png", "q.png", True))
    same(rig.details(file.file_id)["filePath"], "/partial/part.png")
    same(rig.asked("/v1/files/batch"), [207])


raise SystemExit(script.run() > 0)
