"""imagekitio 5.11.0 against the local library: every method of the client and of its asynchronous twin."""

import asyncio
import base64
import hashlib
import hmac
import inspect
import io
import json
import pathlib
import re
import tempfile
import time
from unittest import mock

import imagekitio
import rig
import urls
from imagekitio import (
    APIConnectionError,
    APIStatusError,
    APITimeoutError,
    AsyncImageKit,
    AuthenticationError,
    BadRequestError,
    ConflictError,
    ImageKit,
    InternalServerError,
    NotFoundError,
    PermissionDeniedError,
    RateLimitError,
    UnprocessableEntityError,
)
from rig import DEMO, NOBODY, WHERE, png, refused, same
from standardwebhooks import WebhookVerificationError

script = rig.Script("imagekitio 5.11.0")
check = script.check
LOOP = asyncio.new_event_loop()
OMIT = {"Authorization": imagekitio.omit}


class Awaited:
    """A client or resource of AsyncImageKit whose calls are waited for, so that the same checks drive it."""

    def __init__(self, inner):
        self.inner = inner

    def __getattr__(self, name):
        value = getattr(self.inner, name)
        if type(value).__module__.startswith("imagekitio"):
            return Awaited(value)
        return self.waiting(value) if callable(value) else value

    def waiting(self, call):
        def wrapper(*args, **kwargs):
            answer = call(*args, **kwargs)
            if inspect.isawaitable(answer):
                return LOOP.run_until_complete(answer)
            return Awaited(answer) if isinstance(answer, AsyncImageKit) else answer

        return wrapper


def resources(owner, prefix=""):
    """The resources of a client: `(class, "files.bulk.")`."""
    for name in dir(type(owner)):
        if not name.startswith(("_", "with_")):
            inner = getattr(owner, name)
            if type(inner).__module__.startswith("imagekitio.resources"):
                yield type(inner), f"{prefix}{name}."
                yield from resources(inner, f"{prefix}{name}.")


def sync_client(where=WHERE, **options):
    keys = {"private_key": where["private_key"], "base_url": where["api"], "max_retries": 0, **options}
    return ImageKit(**keys)


def async_client(where=WHERE, **options):
    keys = {"private_key": where["private_key"], "base_url": where["api"], "max_retries": 0, **options}
    return Awaited(AsyncImageKit(**keys))


client, KIT, ROOT = None, None, None


def drive(by, root, with_client):
    """Runs all checks with the clients that `with_client` makes, below a folder of their own."""
    global client, KIT, ROOT
    client, ROOT = with_client, root
    KIT = client()
    for owner, prefix in resources(getattr(KIT, "inner", KIT)):
        by.watch(owner, prefix)
    return by.run()


def put(name, folder, data=None, **options):
    """Uploads under exactly this name, below the folder of this run."""
    options = {"use_unique_file_name": False, "folder": ROOT + folder, **options}
    return KIT.files.upload(file=data or png(), file_name=name, **options)


def paths(folder):
    return [path.removeprefix(ROOT) for path in rig.paths(ROOT + folder)]


def versions(file_id):
    return [(v.type, v.version_info.name) for v in KIT.files.versions.list(file_id)]


def ends(job_id):
    return rig.until(lambda: KIT.folders.job.get(job_id), lambda job: job.status != "Pending")


def failure(kind, call, *args, **kwargs):
    """The exception; its body, by `.body`."""
    error = refused(kind, call, *args, **kwargs)
    assert error.body["message"], error.body
    same(error.body.get("help"), rig.HELP)
    return error


# Upload


@check("files.upload")
def the_shapes_of_a_file():
    picture = png(12, 8)
    first = put("bytes.png", "/shapes", picture)
    same((first.file_path, first.width, first.height, first.size), (f"{ROOT}/shapes/bytes.png", 12, 8, len(picture)))
    same((first.version_info.id, first.version_info.name, first.file_type), (first.file_id, "Version 1", "image"))
    put("stream.png", "/shapes", io.BytesIO(picture))
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder, "local.png")
        path.write_bytes(picture)
        put("path.png", "/shapes", path)
        with open(path, "rb") as file:
            put("open.png", "/shapes", file)
    put("named.png", "/shapes", ("other.png", picture, "image/png"))
    put("url.png", "/shapes", (None, first.url.encode()))
    put("base64.png", "/shapes", (None, base64.b64encode(picture)))
    put("data.png", "/shapes", (None, b"data:image/png;base64," + base64.b64encode(picture)))
    names = ("base64", "bytes", "data", "named", "open", "path", "stream", "url")
    same(paths("/shapes"), [f"/shapes/{name}.png" for name in names])
    for path in paths("/shapes"):
        same(rig.fetch(WHERE["delivery"] + ROOT + path).body, picture)
    refused(RuntimeError, put, "text.png", "/shapes", "https://example.com/x.png")
    unique = KIT.files.upload(file=picture, file_name="u.png", folder=ROOT)
    assert unique.name.startswith("u_") and rig.details(unique.file_id)["filePath"] == f"{ROOT}/{unique.name}"


def options_of_all(hook):
    return {
        "checks": f'"request.folder" : "{ROOT[1:]}/options" AND "file.size" < "1mb"',
        "custom_coordinates": "1,2,10,20",
        "custom_metadata": {field("colour", {"type": "Text", "maxLength": 9}): "red"},
        "description": "A wall",
        "extensions": [
            {"name": "google-auto-tagging", "minConfidence": 80, "maxTags": 5},
            {"name": "ai-auto-description"},
        ],
        "is_private_file": True,
        "is_published": False,
        "overwrite_ai_tags": True,
        "overwrite_custom_metadata": True,
        "overwrite_file": True,
        "overwrite_tags": True,
        "response_fields": [
            "tags",
            "customCoordinates",
            "isPrivateFile",
            "embeddedMetadata",
            "isPublished",
            "customMetadata",
            "metadata",
        ],
        "tags": ["one", "two"],
        "transformation": {"pre": "w-20", "post": [{"type": "transformation", "value": "w-10,h-10"}]},
        "webhook_url": hook.url,
    }


def holds_all(file, hook):
    """An upload with `options_of_all` has done what they say."""
    colour = {name_of("colour"): "red"}
    same((file.width, file.height, file.description), (20, 15, "A wall"))
    same((file.tags, file.custom_coordinates, file.is_private_file), (["one", "two"], "1,2,10,20", True))
    same((file.is_published, file.custom_metadata, file.metadata.width), (False, colour, 20))
    same(len(file.metadata.p_hash), 16)
    status = file.extension_status
    same((status.google_auto_tagging, status.ai_auto_description, status.remove_bg), ("pending", "pending", None))
    kept = rig.details(file.file_id)
    same((kept["tags"], kept["customCoordinates"], kept["isPrivateFile"]), (["one", "two"], "1,2,10,20", True))
    same((kept["isPublished"], kept["customMetadata"], kept["width"]), (False, colour, 20))
    same(kept["description"], "A wall")
    told = [json.loads(hook.next()[1]) for _ in range(2)]
    same(sorted(call["service"] for call in told), ["ai-auto-description", "google-auto-tagging"])
    assert rig.fetch(file.url).status in (401, 404), "neither private files nor drafts are public"


@check("files.upload: options")
def every_option():
    with rig.Receiver() as hook:
        holds_all(put("all.png", "/options", **options_of_all(hook)), hook)


@check("files.upload: overwriting")
def what_an_overwrite_keeps():
    season = field("season", {"type": "Text"})
    first = put("o.png", "/over", tags=["old"], custom_metadata={season: "spring"})
    kept = put("o.png", "/over", overwrite_tags=False, overwrite_custom_metadata=False, overwrite_ai_tags=False)
    same((kept.file_id, kept.version_info.name), (first.file_id, "Version 2"))
    now = rig.details(first.file_id)
    same((now["tags"], now["customMetadata"]), (["old"], {season: "spring"}))
    put("o.png", "/over")
    now = rig.details(first.file_id)
    same((now["tags"], now["customMetadata"]), (None, {}))
    error = failure(BadRequestError, put, "o.png", "/over", overwrite_file=False)
    assert "A file with the same name already exists" in error.body["message"], error.body
    same(len(versions(first.file_id)), 3)


@check("helper.get_authentication_parameters")
def uploads_of_browsers():
    given = {**KIT.helper.get_authentication_parameters(), "public_key": WHERE["public_key"]}
    put("c.png", "/client", **given, extra_headers=OMIT)
    same(paths("/client"), ["/client/c.png"])
    failure(BadRequestError, put, "again.png", "/client", **given, extra_headers=OMIT)
    fresh = lambda *args: {**KIT.helper.get_authentication_parameters(*args), "public_key": WHERE["public_key"]}
    error = failure(BadRequestError, put, "both.png", "/client", **fresh())
    assert "both signature and basic auth" in error.body["message"], error.body
    for expire in (int(time.time()) - 10, int(time.time()) + 2 * 3600):
        error = failure(BadRequestError, put, "late.png", "/client", **fresh(None, expire), extra_headers=OMIT)
        assert "invalid expire parameter" in error.body["message"], error.body
    failure(BadRequestError, put, "forged.png", "/client", **{**fresh(), "signature": "0" * 40}, extra_headers=OMIT)
    failure(AuthenticationError, put, "nobody.png", "/client", extra_headers=OMIT)
    same(paths("/client"), ["/client/c.png"])
    args = [{"token": "your_token", "expire": 1582269249}, {"token": "ü", "expire": 9999999999}]
    cases = [{"private_key": "private_key_test", "args": arg} for arg in args]
    kit = client(private_key="private_key_test")
    for case, answer in zip(cases, rig.batch("auth-params", cases)):
        same(answer, {"value": kit.helper.get_authentication_parameters(**case["args"])})


def jwt(payload, key=None, **header):
    """The token of an upload v2, made by hand."""
    encoded = lambda data: base64.urlsafe_b64encode(data).rstrip(b"=")
    header = {"alg": "HS256", "typ": "JWT", "kid": WHERE["public_key"], **header}
    signed = b".".join(encoded(json.dumps(part).encode()) for part in (header, payload))
    signature = hmac.new((key or WHERE["private_key"]).encode(), signed, hashlib.sha256).digest()
    return (signed + b"." + encoded(signature)).decode()


@check("beta.v2.files.upload")
def uploads_of_version_two():
    upload = KIT.beta.v2.files.upload
    with rig.Receiver() as hook:
        options = {"use_unique_file_name": False, "folder": f"{ROOT}/options/v2", **options_of_all(hook)}
        holds_all(upload(file=png(), file_name="all.png", **options), hook)
    now = int(time.time())
    form = {"file_name": "t.png", "folder": f"{ROOT}/v2", "use_unique_file_name": False}
    fields = {"fileName": "t.png", "folder": f"{ROOT}/v2", "useUniqueFileName": "false"}
    token = jwt({**fields, "iat": now, "exp": now + 600})
    sent = upload(file=png(), **form, token=token, extra_headers=OMIT)
    same((sent.file_path, paths("/v2")), (f"{ROOT}/v2/t.png", ["/v2/t.png"]))
    wrong = {
        "used": token,
        "key": jwt({**fields, "iat": now, "exp": now + 600}, key="private_other"),
        "payload": jwt({**fields, "fileName": "other.png", "iat": now, "exp": now + 600}),
        "expired": jwt({**fields, "iat": now - 900, "exp": now - 300}),
        "long": jwt({**fields, "iat": now, "exp": now + 3700}),
        "garbage": "a.b.c",
    }
    for name, bad in wrong.items():
        error = failure(BadRequestError, upload, file=png(), **form, token=bad, extra_headers=OMIT)
        assert "token" in error.body["message"] or "payload" in error.body["message"], (name, error.body)
    error = failure(BadRequestError, upload, file=png(), **form, token=jwt({**fields, "iat": now, "exp": now + 60}))
    assert "both token and basic auth" in error.body["message"], error.body
    same(len(versions(sent.file_id)), 1)


# List and search


@check("assets.list")
def every_parameter_of_lists():
    for name, size in [("b.png", 10), ("a.png", 30), ("c.png", 20)]:
        put(name, "/list", png(size, size, rig.slope), tags=[name])
    put("d.txt", "/list", b"words")
    put("deep.png", "/list/deep")
    put("a.png", "/list", png(31, 31, rig.slope))
    listed = lambda **given: [asset.name for asset in KIT.assets.list(path=ROOT + "/list", **given)]
    orders = {
        "ASC_NAME": "abcd",
        "DESC_NAME": "dcba",
        "ASC_CREATED": "bacd",
        "DESC_CREATED": "dcab",
        "ASC_UPDATED": "bcda",
        "DESC_UPDATED": "adcb",
        "ASC_SIZE": "dbca",
        "DESC_SIZE": "acbd",
        "DESC_HEIGHT": "acbd",
        "DESC_WIDTH": "acbd",
        "ASC_HEIGHT": "dbca",
        "ASC_WIDTH": "dbca",
    }
    for sort, order in orders.items():
        same((sort, "".join(name[0] for name in listed(sort=sort))), (sort, order))
    for sort in ("ASC_RELEVANCE", "DESC_RELEVANCE", "ASC_DURATION", "DESC_DURATION"):
        same((sort, sorted(listed(sort=sort))), (sort, ["a.png", "b.png", "c.png", "d.txt"]))
    same([name[0] for name in listed(sort="ASC_ORIGINAL_CREATION_DATE")], list("bacd"))
    same([name[0] for name in listed(sort="DESC_ORIGINAL_CREATION_DATE")], list("dcab"))
    same(listed(file_type="non-image"), ["d.txt"])
    same(listed(file_type="image", sort="ASC_NAME"), ["a.png", "b.png", "c.png"])
    same(listed(limit=2, skip=1), ["a.png", "c.png"])
    folder = KIT.assets.list(path=ROOT + "/list", type="folder")[0]
    same((folder.type, folder.name, folder.folder_path), ("folder", "deep", ROOT + "/list/deep"))
    same(listed(type="all", sort="ASC_NAME"), ["a.png", "b.png", "c.png", "d.txt", "deep"])
    same([v.version_info.name for v in KIT.assets.list(path=ROOT + "/list", type="file-version")], ["Version 1"])
    assert len(KIT.assets.list()) > 5, "without options the whole library"
    for wrong in [{"limit": 0}, {"limit": 1001}, {"skip": -1}, {"sort": "UP"}, {"type": "directory"}]:
        failure(BadRequestError, KIT.assets.list, **wrong)


@check("assets.list: search_query")
def search_queries():
    weight = field("weight", {"type": "Number"})
    cat = put("red cat.png", "/found", png(50, 20), tags=["pet"], custom_metadata={weight: 4})
    put("dog.png", "/found", png(20, 50), tags=["pet", "big"], custom_metadata={weight: 30})
    put("car.txt", "/found/more", b"words", is_private_file=True)
    within = f' AND path : "{ROOT}/found/" AND type = "file"'
    found = lambda query: [a.name for a in KIT.assets.list(search_query=query + within, sort="ASC_NAME")]
    expected = {
        'name = "dog.png"': ["dog.png"],
        'name NOT = "dog.png"': ["car.txt", "red_cat.png"],
        'name IN ["dog.png", \'car.txt\']': ["car.txt", "dog.png"],
        "name : 'ca'": ["car.txt"],
        'name HAS "CAT"': ["red_cat.png"],
        f'id = "{cat.file_id}"': ["red_cat.png"],
        'tags IN ["big"]': ["dog.png"],
        'tags NOT IN ["big"] AND tags EXISTS': ["red_cat.png"],
        "tags NOT EXISTS": ["car.txt"],
        "width >= 50": ["red_cat.png"],
        "(width > 30 OR height > 30) AND size <= '1mb'": ["dog.png", "red_cat.png"],
        "format = 'png' AND transparency = false": ["dog.png", "red_cat.png"],
        "private = true AND published = true": ["car.txt"],
        f'"customMetadata.{weight}" < 5': ["red_cat.png"],
        f'"customMetadata.{weight}" NOT EXISTS': ["car.txt"],
        'updatedAt > "1h" AND createdAt > "2020-01-01T00:00:00"': ["car.txt", "dog.png", "red_cat.png"],
        'createdAt < "1y"': [],
    }
    for query, names in expected.items():
        same((query, found(query)), (query, names))
    same([a.name for a in KIT.assets.list(search_query=f'type = "folder" AND path = "{ROOT}/found/"')], ["more"])
    same([a.name for a in KIT.assets.list(search_query='name : "d"', path=ROOT + "/found", type="folder")], ["dog.png"])
    for wrong in ('createdAt > "soon"', "name", 'colour = "x"', "(width > 3", "width ~ 4"):
        error = failure(BadRequestError, KIT.assets.list, search_query=wrong)
        assert error.body["message"].startswith("Invalid search query - "), (wrong, error.body)


# Files and versions


@check("files.get")
def details_of_a_file():
    file = put("d.png", "/details", tags=["t"], description="words")
    seen = KIT.files.get(file.file_id)
    same((seen.type, seen.name, seen.file_path, seen.mime), ("file", "d.png", f"{ROOT}/details/d.png", "image/png"))
    same((seen.width, seen.height, seen.size, seen.has_alpha), (40, 30, file.size, False))
    same((seen.tags, seen.custom_metadata, seen.is_published, seen.description), (["t"], {}, True, "words"))
    same(seen.created_at.tzinfo is not None and seen.created_at <= seen.updated_at, True)
    same(rig.fetch(seen.thumbnail).status, 200)
    raw = KIT.files.with_raw_response.get(file.file_id)
    assert raw.headers["x-ik-requestid"] and raw.headers["content-type"] == "application/json; charset=utf-8"
    failure(BadRequestError, KIT.files.get, "a/b c?")
    failure(NotFoundError, KIT.files.get, NOBODY)
    refused(ValueError, KIT.files.get, "")


@check("files.versions.list", "files.versions.get", "files.versions.restore", "files.versions.delete")
def versions_of_a_file():
    file = put("v.png", "/versions", png(10, 10))
    second = put("v.png", "/versions", png(20, 20))
    id, old, new = file.file_id, file.version_info.id, second.version_info.id
    same(versions(id), [("file", "Version 2"), ("file-version", "Version 1")])
    seen = KIT.files.versions.get(old, file_id=id)
    same((seen.type, seen.width, seen.version_info.name), ("file-version", 10, "Version 1"))
    same(rig.size_of(rig.fetch(seen.url).body), (10, 10))
    same(KIT.files.versions.restore(old, file_id=id).version_info.id, old)
    same(rig.details(id)["width"], 10)
    same(rig.size_of(rig.fetch(f"{WHERE['delivery']}{ROOT}/versions/v.png").body), (10, 10))
    error = failure(BadRequestError, KIT.files.versions.delete, old, file_id=id)
    same(error.body["message"], "You cannot delete current version of a file.")
    same(KIT.files.versions.delete(new, file_id=id), None)
    same(len(versions(id)), 1)
    for call in (KIT.files.versions.delete, KIT.files.versions.restore, KIT.files.versions.get):
        failure(NotFoundError, call, new, file_id=id)
        failure(BadRequestError, call, "short", file_id=id)
    failure(NotFoundError, KIT.files.versions.list, NOBODY)


@check("files.update")
def details_updated():
    rating = field("rating", {"type": "Number", "minValue": 1, "maxValue": 5})
    file = put("u.png", "/update", tags=["old"], custom_coordinates="1,1,1,1")
    update = lambda **given: KIT.files.update(file.file_id, **given)
    seen = update(tags=["red"], custom_coordinates="0,0,9,9", custom_metadata={rating: 3}, description="A wall")
    same((seen.tags, seen.custom_coordinates, seen.custom_metadata), (["red"], "0,0,9,9", {rating: 3}))
    kept = rig.details(file.file_id)
    same((kept["tags"], kept["customCoordinates"], kept["customMetadata"]), (["red"], "0,0,9,9", {rating: 3}))
    same(kept["description"], "A wall")
    update(tags=None, custom_coordinates=None, custom_metadata={rating: None}, remove_ai_tags="all")
    kept = rig.details(file.file_id)
    same((kept["tags"], kept["customCoordinates"], kept["customMetadata"]), (None, None, {}))
    error = failure(BadRequestError, update, custom_metadata={rating: 9}, tags=["no"])
    same((error.body["message"], list(error.body["errors"])), ("Invalid custom metadata.", [rating]))
    same(rig.details(file.file_id)["tags"], None)
    with rig.Receiver() as hook:
        seen = update(extensions=[{"name": "aws-auto-tagging", "minConfidence": 5, "maxTags": 3}], webhook_url=hook.url)
        same(seen.extension_status.aws_auto_tagging, "pending")
        same(json.loads(hook.next()[1])["service"], "aws-auto-tagging")
    failure(NotFoundError, KIT.files.update, NOBODY, tags=["x"])


@check("files.update: publish")
def published_and_not():
    file = put("p.png", "/publish")
    hidden = KIT.files.update(file.file_id, publish={"is_published": False, "include_file_versions": True})
    same((hidden.is_published, rig.details(file.file_id)["isPublished"]), (False, False))
    assert rig.fetch(file.url).status != 200
    KIT.files.update(file.file_id, publish={"is_published": True})
    same((rig.details(file.file_id)["isPublished"], rig.fetch(file.url).status), (True, 200))
    error = failure(BadRequestError, KIT.files.update, file.file_id, publish={"is_published": False}, tags=["x"])
    same(error.body["message"], "Your request cannot contain any other parameters when publish is present")


@check("files.delete")
def a_file_deleted():
    file = put("x.png", "/delete")
    same(KIT.files.delete(file.file_id), None)
    assert rig.gone(file.file_id) and paths("/delete") == []
    failure(NotFoundError, KIT.files.delete, file.file_id)


@check("files.bulk.add_tags", "files.bulk.remove_tags")
def tags_in_bulk():
    ids = [put(f"{n}.png", "/tags", tags=["a"]).file_id for n in range(2)]
    bulk = KIT.files.bulk
    same(sorted(bulk.add_tags(file_ids=ids, tags=["shared", "a"]).successfully_updated_file_ids), sorted(ids))
    same([rig.details(id)["tags"] for id in ids], [["a", "shared"]] * 2)
    bulk.remove_tags(file_ids=ids, tags=["a", "never"])
    same([rig.details(id)["tags"] for id in ids], [["shared"]] * 2)
    for call in (bulk.add_tags, bulk.remove_tags):
        same(failure(NotFoundError, call, file_ids=[ids[0], NOBODY], tags=["shared"]).body["missingFileIds"], [NOBODY])
        failure(BadRequestError, call, file_ids=[], tags=["x"])
        failure(BadRequestError, call, file_ids=ids, tags=[])
        failure(BadRequestError, call, file_ids=[NOBODY] * 51, tags=["x"])
    same([rig.details(id)["tags"] for id in ids], [["shared"]] * 2)


@check("files.bulk.remove_ai_tags")
def ai_tags_in_bulk():
    kit = client(DEMO)
    names = lambda id: [tag.name for tag in kit.files.get(id).ai_tags or []]
    ids = [f.file_id for f in kit.assets.list() if len(f.ai_tags or []) > 1][:2]
    first, second = names(ids[0]), names(ids[1])
    answer = kit.files.bulk.remove_ai_tags(file_ids=ids, ai_tags=[first[0], "never"])
    same(sorted(answer.successfully_updated_file_ids), sorted(ids))
    same((names(ids[0]), names(ids[1])), (first[1:], [name for name in second if name != first[0]]))
    kit.files.update(ids[0], remove_ai_tags=first[1:2])
    same(names(ids[0]), first[2:])
    kit.files.update(ids[0], remove_ai_tags="all")
    same(names(ids[0]), [])
    error = failure(NotFoundError, kit.files.bulk.remove_ai_tags, file_ids=[ids[1], NOBODY], ai_tags=["x"])
    same(error.body["missingFileIds"], [NOBODY])
    failure(BadRequestError, kit.files.bulk.remove_ai_tags, file_ids=ids, ai_tags=[])


@check("files.bulk.delete")
def files_deleted_in_bulk():
    ids = [put(f"{n}.png", "/bulk").file_id for n in range(3)]
    error = failure(NotFoundError, KIT.files.bulk.delete, file_ids=[ids[0], NOBODY])
    same((error.body["missingFileIds"], len(paths("/bulk"))), ([NOBODY], 3))
    same(sorted(KIT.files.bulk.delete(file_ids=ids[:2]).successfully_deleted_file_ids), sorted(ids[:2]))
    same(paths("/bulk"), ["/bulk/2.png"])
    failure(BadRequestError, KIT.files.bulk.delete, file_ids=[])
    failure(BadRequestError, KIT.files.bulk.delete, file_ids=[NOBODY] * 101)


@check("files.copy", "files.move")
def files_copied_and_moved():
    file = put("c.png", "/copy", png(10, 10), tags=["t"])
    put("c.png", "/copy", png(20, 20), tags=["t"])
    source, to = f"{ROOT}/copy/c.png", f"{ROOT}/copies"
    KIT.files.copy(source_file_path=source, destination_path=f"{to}/one")
    KIT.files.copy(source_file_path=source, destination_path=f"{to}/all/", include_file_versions=True)
    one, all_ = (KIT.assets.list(path=f"{to}/{name}")[0] for name in ("one", "all"))
    assert file.file_id not in (one.file_id, all_.file_id)
    same((one.tags, one.width, len(versions(one.file_id)), len(versions(all_.file_id))), (["t"], 20, 1, 2))
    KIT.files.move(source_file_path=source, destination_path=f"{to}/all")
    same((paths("/copy"), paths("/copies/all")), ([], ["/copies/all/c.png"]))
    same(len(versions(KIT.assets.list(path=f"{to}/all")[0].file_id)), 4)
    for call in (KIT.files.copy, KIT.files.move):
        error = failure(NotFoundError, call, source_file_path=source, destination_path="/")
        same(error.body["reason"], "SOURCE_FILE_MISSING")
        error = failure(BadRequestError, call, source_file_path=f"{to}/one/c.png", destination_path=f"{to}/one")
        same(error.body["reason"], "SAME_SOURCE_AND_DESTINATION")


@check("files.rename")
def files_renamed():
    file = put("old.png", "/rename")
    rename = lambda old, new, **more: KIT.files.rename(file_path=f"{ROOT}/rename/{old}", new_file_name=new, **more)
    same(rename("old.png", "new name.png").purge_request_id, None)
    same(rig.details(file.file_id)["filePath"], f"{ROOT}/rename/new_name.png")
    purged = rename("new_name.png", "n.png", purge_cache=True)
    assert KIT.cache.invalidation.get(purged.purge_request_id).status in ("Pending", "Completed")
    put("taken.png", "/rename")
    same(failure(ConflictError, rename, "n.png", "taken.png").body["reason"], "FILE_ALREADY_EXISTS")
    same(failure(NotFoundError, rename, "no.png", "x.png").body["reason"], "FILE_MISSING")
    same(failure(BadRequestError, rename, "n.png", "n.png").body["reason"], "SAME_OLD_AND_NEW_NAME")
    same(paths("/rename"), ["/rename/n.png", "/rename/taken.png"])


# Folders


@check("folders.create", "folders.delete")
def folders_made_and_deleted():
    KIT.folders.create(folder_name="new one", parent_folder_path=f"{ROOT}/tree/deep/")
    same(rig.folders(f"{ROOT}/tree/deep"), [f"{ROOT}/tree/deep/new_one"])
    file = put("f.png", "/tree/deep/new_one")
    for name in ("..", "a/b"):
        failure(BadRequestError, KIT.folders.create, folder_name=name, parent_folder_path=ROOT)
    KIT.folders.delete(folder_path=f"{ROOT}/tree")
    assert rig.gone(file.file_id) and f"{ROOT}/tree" not in rig.folders(ROOT)
    same(failure(NotFoundError, KIT.folders.delete, folder_path=f"{ROOT}/tree").body["reason"], "FOLDER_NOT_FOUND")


@check("folders.copy", "folders.move", "folders.rename", "folders.job.get")
def folder_jobs():
    file = put("x.png", "/jobs/source/leaf")
    put("x.png", "/jobs/source/leaf")
    at = f"{ROOT}/jobs"
    rig.hold_jobs(True)
    job = KIT.folders.copy(source_folder_path=f"{at}/source", destination_path=f"{at}/to", include_versions=True).job_id
    state = KIT.folders.job.get(job)
    same((state.job_id, state.type, state.status), (job, "COPY_FOLDER", "Pending"))
    rig.hold_jobs(False)
    same(ends(job).status, "Completed")
    copy = KIT.assets.list(path=f"{at}/to/source/leaf")[0]
    same((copy.file_id != file.file_id, len(versions(copy.file_id))), (True, 2))
    job = KIT.folders.move(source_folder_path=f"{at}/source", destination_path=f"{at}/moved").job_id
    same((ends(job).status, ends(job).type), ("Completed", "MOVE_FOLDER"))
    same(rig.details(file.file_id)["filePath"], f"{at}/moved/source/leaf/x.png")
    job = KIT.folders.rename(folder_path=f"{at}/moved", new_folder_name="named", purge_cache=True).job_id
    done = ends(job)
    same((done.status, done.type), ("Completed", "RENAME_FOLDER"))
    same(KIT.cache.invalidation.get(done.purge_request_id).status in ("Pending", "Completed"), True)
    same(rig.details(file.file_id)["filePath"], f"{at}/named/source/leaf/x.png")
    same(rig.folders(at), [f"{at}/named", f"{at}/to"])
    none = {"source_folder_path": f"{at}/nowhere", "destination_path": at}
    for call in (KIT.folders.copy, KIT.folders.move):
        same(failure(NotFoundError, call, **none).body["reason"], "NO_FILES_FOLDER")
    into = {"source_folder_path": f"{at}/to", "destination_path": f"{at}/to/source"}
    same(failure(BadRequestError, KIT.folders.move, **into).body["reason"], "INVALID_DESTINATION_PATH")
    failure(ConflictError, KIT.folders.rename, folder_path=f"{at}/named", new_folder_name="to")
    failure(NotFoundError, KIT.folders.rename, folder_path=f"{at}/no", new_folder_name="x")
    failure(BadRequestError, KIT.folders.rename, folder_path="/", new_folder_name="x")
    failure(NotFoundError, KIT.folders.job.get, NOBODY)


@check("folders: 423")
def a_job_locks_its_paths():
    put("x.png", "/locked/source")
    # A folder that is there already, so that the files have to be moved one by one.
    put("y.png", "/locked/to/source")
    at = f"{ROOT}/locked"
    rig.hold_jobs(True)
    job = KIT.folders.move(source_folder_path=f"{at}/source", destination_path=f"{at}/to").job_id
    for call, given in [
        (KIT.folders.copy, {"source_folder_path": f"{at}/source", "destination_path": f"{at}/elsewhere"}),
        (KIT.folders.move, {"source_folder_path": at, "destination_path": f"{ROOT}/elsewhere"}),
        (KIT.folders.rename, {"folder_path": f"{at}/source", "new_folder_name": "other"}),
    ]:
        error = failure(APIStatusError, call, **given)
        same(error.status_code, 423)
    rig.hold_jobs(False)
    same(ends(job).status, "Completed")
    same(paths("/locked/to/source"), ["/locked/to/source/x.png", "/locked/to/source/y.png"])


# Cache, metadata


@check("cache.invalidation.create", "cache.invalidation.get")
def caches_purged():
    file = put("cached.png", "/purge")
    invalidation = KIT.cache.invalidation
    request = invalidation.create(url=file.url).request_id
    assert invalidation.get(request).status in ("Pending", "Completed")
    done = rig.until(lambda: invalidation.get(request), lambda state: state.status != "Pending")
    same(done.status, "Completed")
    assert invalidation.create(url=f"{WHERE['delivery']}{ROOT}/purge/cached.png*").request_id != request
    for wrong in ("nothing", WHERE["delivery"] + "/a*/b.png", WHERE["delivery"] + "/a*"):
        failure(BadRequestError, invalidation.create, url=wrong)
    failure(BadRequestError, invalidation.get, NOBODY)


@check("files.metadata.get", "files.metadata.get_from_url")
def metadata_read():
    plain = put("m.png", "/meta", png(64, 48, rig.slope))
    seen = KIT.files.metadata.get(plain.file_id)
    same((seen.width, seen.height, seen.format, seen.size), (64, 48, "png", plain.size))
    same((seen.has_transparency, len(int(seen.p_hash, 16).to_bytes(8, "big"))), (False, 8))
    jpeg = rig.with_exif(rig.fetch(f"{WHERE['delivery']}/tr:f-jpg,q-90{ROOT}/meta/m.png").body)
    photo = put("photo.jpg", "/meta", jpeg)
    seen = KIT.files.metadata.get(photo.file_id)
    same((seen.format, seen.exif.image.make, seen.exif.image.orientation), ("jpg", "Acme", 1))
    same(KIT.files.metadata.get_from_url(url=photo.url), seen)
    failure(BadRequestError, KIT.files.metadata.get_from_url, url="https://example.com/x.png")
    failure(NotFoundError, KIT.files.metadata.get_from_url, url=WHERE["delivery"] + "/none.png")
    failure(NotFoundError, KIT.files.metadata.get, NOBODY)
    failure(BadRequestError, KIT.files.metadata.get, "short")


# Fields of custom metadata


def name_of(field):
    return f"{ROOT[1:]}_{field}"


def field(name, schema, label=None):
    """The name of a field of this run, made unless it is there."""
    name = name_of(name)
    if known(name) is None:
        KIT.custom_metadata_fields.create(name=name, label=label or f"{name} label", schema=schema)
    return name


def known(name, **given):
    return next((f for f in KIT.custom_metadata_fields.list(**given) if f.name == name), None)


SCHEMAS = {
    "text": {"type": "Text", "defaultValue": "ab", "isValueRequired": True, "minLength": 1, "maxLength": 5},
    "area": {"type": "Textarea", "minLength": 2, "maxLength": 500},
    "number": {"type": "Number", "defaultValue": 150, "isValueRequired": True, "minValue": 100, "maxValue": 200},
    "date": {"type": "Date", "minValue": "2020-01-01T00:00:00.000Z", "maxValue": "2030-01-01T00:00:00.000Z"},
    "flag": {"type": "Boolean", "defaultValue": True, "isValueRequired": True},
    "single": {"type": "SingleSelect", "selectOptions": ["small", 5, True]},
    "multi": {"type": "MultiSelect", "selectOptions": ["x", 7, False], "defaultValue": ["x"], "isValueRequired": True},
}


@check("custom_metadata_fields.create", "custom_metadata_fields.list")
def fields_of_all_types():
    at = name_of("all_")
    for name, schema in SCHEMAS.items():
        given = {"name": at + name, "label": f"{ROOT} all {name}", "description": "Of all types"}
        made = KIT.custom_metadata_fields.create(**given, schema=schema)
        same((made.name, made.label, made.to_dict()["schema"]), (given["name"], given["label"], schema))
        listed = known(at + name)
        same((listed.id, listed.to_dict()["schema"]), (made.id, schema))
    values = {"text": "abc", "area": "words", "number": 120, "flag": False, "single": 5, "multi": ["x", False]}
    values = {at + name: value for name, value in {**values, "date": "2024-05-06T07:08:09.000Z"}.items()}
    file = put("fields.png", "/fields", custom_metadata=values)
    same(rig.details(file.file_id)["customMetadata"], values)
    bad = {"text": "abcdef", "area": "w", "number": 99, "flag": "no", "single": "large", "multi": ["y"]}
    for name, value in {**bad, "date": "2019-01-01T00:00:00.000Z"}.items():
        error = failure(BadRequestError, KIT.files.update, file.file_id, custom_metadata={at + name: value})
        same(list(error.body["errors"]), [at + name])
    same(rig.details(file.file_id)["customMetadata"], values)
    error = failure(BadRequestError, KIT.custom_metadata_fields.create, name=at + "text", label=f"{ROOT} l", schema={"type": "Text"})
    assert "name already exists" in error.body["message"], error.body
    error = failure(BadRequestError, KIT.custom_metadata_fields.create, name=at + "n", label=f"{ROOT} all text", schema={"type": "Text"})
    assert "label already exists" in error.body["message"], error.body
    wrong = {"type": "Number", "maxLength": 4}
    error = failure(BadRequestError, KIT.custom_metadata_fields.create, name=at + "n", label=f"{ROOT} l", schema=wrong)
    same((error.body["message"], list(error.body["errors"])), ("Invalid field object", ["maxLength"]))
    error = failure(BadRequestError, put, "few.png", "/fields", custom_metadata={at + "single": 5})
    same(sorted(error.body["errors"]), [at + name for name in ("flag", "multi", "number", "text")])
    # What is required would be of every later upload with custom metadata.
    for name in SCHEMAS:
        KIT.custom_metadata_fields.delete(known(at + name).id)


@check("custom_metadata_fields.update", "custom_metadata_fields.delete")
def fields_updated_and_deleted():
    fields = KIT.custom_metadata_fields
    name = field("changing", {"type": "Number", "minValue": 1, "maxValue": 5})
    id = known(name).id
    new = fields.update(id, label=f"{ROOT} new", schema={"minValue": 2, "maxValue": 9})
    same((new.label, new.schema_.type, new.schema_.max_value), (f"{ROOT} new", "Number", 9))
    fields.update(id, description="Changed")
    same((known(name).label, known(name).to_dict().get("description")), (f"{ROOT} new", "Changed"))
    failure(BadRequestError, fields.update, id)
    failure(BadRequestError, fields.update, id, schema={"minLength": 1})
    failure(NotFoundError, fields.update, NOBODY, label="x")
    file = put("c.png", "/changing", custom_metadata={name: 7})
    same(rig.details(file.file_id)["customMetadata"], {name: 7})
    fields.delete(id)
    same((known(name), known(name, include_deleted=True).id), (None, id))
    same(known(name, folder_path="/"), None)
    same(rig.details(file.file_id)["customMetadata"], {})
    error = failure(BadRequestError, fields.create, name=name, label=f"{ROOT} new", schema={"type": "Text"})
    assert "name already exists" in error.body["message"], error.body
    failure(BadRequestError, fields.update, id, label="x")
    failure(NotFoundError, fields.delete, NOBODY)
    failure(BadRequestError, fields.delete, "short")


# The account


@check("accounts.usage.get", "accounts.usage_analytics.get")
def usage_of_the_account():
    day = lambda days: time.strftime("%Y-%m-%d", time.gmtime(time.time() + days * 86400))
    put("u.png", "/usage")
    usage = KIT.accounts.usage.get(start_date=day(-1), end_date=day(1))
    assert usage.media_library_storage_bytes > 0 and usage.bandwidth_bytes >= 0, usage
    same((usage.video_processing_units_count, usage.original_cache_storage_bytes), (0, 0))
    analytics = KIT.accounts.usage_analytics.get(start_date=day(-1), end_date=day(0))
    assert analytics.request_count >= 0 and analytics.cache.hit_count >= 0, analytics
    for call in (KIT.accounts.usage.get, KIT.accounts.usage_analytics.get):
        failure(BadRequestError, call, start_date=day(1), end_date=day(-1))
        failure(BadRequestError, call, start_date=day(-100), end_date=day(0))
        failure(BadRequestError, call, start_date="yesterday", end_date=day(0))


ORIGINS = {
    "S3": {"bucket": "b", "access_key": "a", "secret_key": "s", "prefix": "raw"},
    "S3_COMPATIBLE": {"bucket": "b", "access_key": "a", "secret_key": "s", "endpoint": "https://s3.example.com"},
    "CLOUDINARY_BACKUP": {"bucket": "b", "access_key": "a", "secret_key": "s"},
    "WEB_FOLDER": {"base_url": "https://images.example.com/", "forward_host_header_to_origin": True},
    "WEB_PROXY": {},
    "GCS": {"bucket": "b", "client_email": "me@example.com", "private_key": "k"},
    "AZURE_BLOB": {"account_name": "a", "container": "c", "sas_token": "?t"},
    "AKENEO_PIM": {"base_url": "https://a.example.com", "client_id": "c", "client_secret": "s", "username": "u", "password": "p"},
}
SECRETS = ("accessKey", "secretKey", "privateKey", "sasToken", "clientId", "clientSecret", "username", "password")


@check("accounts.origins.create", "accounts.origins.list", "accounts.origins.get", "accounts.origins.update", "accounts.origins.delete")
def origins_of_the_account():
    origins, before = KIT.accounts.origins, len(KIT.accounts.origins.list())
    for type_, given in ORIGINS.items():
        made = origins.create(type=type_, name="Some store", **given)
        same((made.type, made.name, made.include_canonical_header), (type_, "Some store", False))
        told = call_json("GET", f"/v1/accounts/origins/{made.id}")
        same([key for key in told if key in SECRETS], [])
        same(origins.get(made.id), made)
        assert made in origins.list()
        changed = origins.update(made.id, type=type_, name="Other store", include_canonical_header=True, base_url_for_canonical_header="https://c.example.com", **given)
        same((changed.id, origins.get(made.id).name), (made.id, "Other store"))
        same(origins.get(made.id).include_canonical_header, True)
        origins.delete(made.id)
        failure(NotFoundError, origins.get, made.id)
    same(len(origins.list()), before)
    failure(BadRequestError, origins.create, type="FTP", name="x")
    error = failure(BadRequestError, origins.create, type="S3", name="x", access_key="a", secret_key="s")
    same(error.body["message"], "bucket is required and must be a string")
    failure(NotFoundError, origins.delete, NOBODY)


def call_json(method, path, body=None):
    return rig.call(method, path, body).json()


@check("accounts.url_endpoints.create", "accounts.url_endpoints.list", "accounts.url_endpoints.get", "accounts.url_endpoints.update", "accounts.url_endpoints.delete")
def url_endpoints_of_the_account():
    endpoints = KIT.accounts.url_endpoints
    origin = KIT.accounts.origins.create(type="WEB_PROXY", name="Proxy")
    given = {"description": "Products", "url_prefix": f"{ROOT[1:]}-products", "origins": [origin.id]}
    made = endpoints.create(**given, url_rewriter={"type": "CLOUDINARY", "preserve_asset_delivery_types": True})
    same((made.description, made.url_prefix, made.origins), ("Products", given["url_prefix"], [origin.id]))
    same((made.url_rewriter.type, made.url_rewriter.preserve_asset_delivery_types), ("CLOUDINARY", True))
    same(endpoints.get(made.id), made)
    same(sorted(e.id for e in endpoints.list())[-2:], sorted([made.id, "default"]))
    changed = endpoints.update(made.id, description="Goods", url_prefix=given["url_prefix"], url_rewriter={"type": "IMGIX"})
    same((changed.description, changed.origins, changed.url_rewriter.type), ("Goods", [], "IMGIX"))
    same(endpoints.get(made.id), changed)
    endpoints.delete(made.id)
    failure(NotFoundError, endpoints.get, made.id)
    KIT.accounts.origins.delete(origin.id)
    error = failure(BadRequestError, endpoints.create, description="x", url_prefix="x", origins=[NOBODY])
    assert error.body["message"].startswith("Origin does not exists."), error.body
    error = failure(BadRequestError, endpoints.delete, "default")
    same(error.body["message"], "Default URL-endpoint cannot be deleted.")


@check("accounts.webhooks.create", "accounts.webhooks.list", "accounts.webhooks.get", "accounts.webhooks.update", "accounts.webhooks.delete")
def webhooks_of_the_account():
    webhooks = KIT.accounts.webhooks
    made = webhooks.create(endpoint="https://example.com/a", events=["file.created"], enabled=False)
    same((made.endpoint, made.events, made.enabled), ("https://example.com/a", ["file.created"], False))
    assert made.secret.startswith("whsec_"), made
    same((webhooks.get(made.id), webhooks.list()), (made, [made]))
    changed = webhooks.update(made.id, endpoint="https://example.com/b", events=["file.deleted", "folder.created"], enabled=True)
    same((changed.endpoint, changed.events, changed.enabled, changed.secret), ("https://example.com/b", ["file.deleted", "folder.created"], True, made.secret))
    refused(BadRequestError, webhooks.create, endpoint="ftp://example.com", events=["file.created"])
    refused(BadRequestError, webhooks.create, endpoint="https://example.com/c", events=["file.eaten"])
    webhooks.delete(made.id)
    same(webhooks.list(), [])
    refused(NotFoundError, webhooks.get, made.id)


@check("webhooks.unwrap", "webhooks.unsafe_unwrap")
def events_verified():
    secret = KIT.accounts.webhooks.create(endpoint="https://example.com/e", events=["file.created"])
    KIT.accounts.webhooks.delete(secret.id)
    secret = secret.secret
    file = put("w.png", "/webhooks", tags=["t"])
    headers, body = rig.signed_event("file.created", rig.details(file.file_id), secret)
    event = KIT.webhooks.unwrap(body, headers=headers, key=secret)
    same((event.type, event.data.file_id, event.data.file_path), ("file.created", file.file_id, file.file_path))
    same(client(webhook_secret=secret).webhooks.unwrap(body, headers=headers), event)
    same(KIT.webhooks.unsafe_unwrap(body), event)
    for text, key in [(body + " ", secret), (body, secret + "x")]:
        refused(WebhookVerificationError, KIT.webhooks.unwrap, text, headers=headers, key=key)


@check("saved_extensions.create", "saved_extensions.list", "saved_extensions.get", "saved_extensions.update", "saved_extensions.delete")
def extensions_saved():
    saved = KIT.saved_extensions
    made = saved.create(name="Tags", description="Tags of photos", config={"name": "google-auto-tagging", "minConfidence": 70, "maxTags": 4})
    same((made.name, made.description, made.config.to_dict()), ("Tags", "Tags of photos", {"name": "google-auto-tagging", "minConfidence": 70, "maxTags": 4}))
    same(saved.get(made.id), made)
    assert made.id in [s.id for s in saved.list()]
    changed = saved.update(made.id, description="Others", config={"name": "ai-auto-description"})
    same((changed.name, changed.description, changed.config.name), ("Tags", "Others", "ai-auto-description"))
    same(saved.get(made.id).description, "Others")
    seen = put("s.png", "/saved", extensions=[{"name": "saved-extension", "id": made.id}])
    same(rig.details(seen.file_id)["name"], "s.png")
    refused(BadRequestError, saved.create, name="x", description="x", config={"name": "nothing"})
    saved.delete(made.id)
    refused(NotFoundError, saved.get, made.id)
    assert made.id not in [s.id for s in saved.list()]


@check("named_transformations.create", "named_transformations.list", "named_transformations.get", "named_transformations.update", "named_transformations.delete")
def transformations_named():
    named, name = KIT.named_transformations, name_of("tiny")
    put("n.png", "/named", png(40, 30))
    url = f"{WHERE['delivery']}{ROOT}/named/n.png?tr=n-{name},f-png"
    made = named.create(name=name, transformation="w-10")
    same((made.name, made.transformation, made.enabled), (name, "w-10", True))
    same(named.get(made.id), made)
    assert made.id in [n.id for n in named.list()]
    same(rig.size_of(rig.fetch(url).body)[0], 10)
    named.update(made.id, transformation="w-20")
    same((named.get(made.id).transformation, rig.size_of(rig.fetch(url).body)[0]), ("w-20", 20))
    named.update(made.id, enabled=False, name=name + "_2")
    same((named.get(made.id).enabled, named.get(made.id).name), (False, name + "_2"))
    refused(BadRequestError, named.create, name="not this!", transformation="w-1")
    named.delete(made.id)
    refused(NotFoundError, named.get, made.id)


@check("dummy.create")
def the_call_without_use():
    same(KIT.dummy.create(), None)
    same(KIT.dummy.create(overlay_position={"x": 1}, streaming_resolution="240"), None)
    same(rig.asked("/v1/dummy/test"), [204, 204])


# URLs


@check("helper.build_url", "helper.build_transformation_string")
def urls_built_and_signed():
    put("s.png", "/url", png(40, 30), is_private_file=True)
    put("é हि.png", "/url", png(40, 30))
    steps = [{"width": 20, "format": "png"}, {"rotation": 90}]
    same(KIT.helper.build_transformation_string(steps), "w-20,f-png:rt-90")
    path = f"{ROOT}/url/s.png"
    build = lambda **given: KIT.helper.build_url(url_endpoint=WHERE["delivery"], **given)
    same(rig.fetch(build(src=path)).status, 401)
    for given in [
        {"src": path},
        {"src": path, "transformation": steps},
        {"src": path, "transformation": steps, "transformation_position": "path"},
        {"src": path, "transformation": steps, "query_parameters": {"v": "1", "w": "x"}},
        {"src": WHERE["delivery"] + path, "transformation": steps},
    ]:
        for how in ({"signed": True}, {"expires_in": 300}):
            signed = build(**given, **how)
            answer = rig.fetch(signed)
            same((answer.status, signed), (200, signed))
            same(rig.size_of(answer.body), (15, 20) if "transformation" in given else (40, 30))
            same(rig.fetch(rig.tampered(signed)).status, 401)
    longer = build(src=path, expires_in=60)
    same(rig.fetch(longer.replace("ik-t=", "ik-t=9")).status, 401)
    same(rig.fetch(build(src=f"{ROOT}/url/é_हि.png", signed=True, transformation=[{"width": 10}])).status, 200)
    public = build(src=f"{ROOT}/url/é_हि.png", transformation=[{"width": 20, "format": "png"}])
    same(rig.size_of(rig.fetch(public).body), (20, 15))


def clock(seconds):
    """The time that stands still for the SDK."""
    return mock.patch("imagekitio.lib.helper.time.time", lambda: seconds)


# By their names in JavaScript, which ikt takes.
NAMES = ["width", "height", "aspectRatio", "crop", "cropMode", "focus", "quality", "x", "xCenter", "format", "radius", "rotation", "blur", "named", "defaultImage", "startOffset", "grayscale", "aiDropShadow", "aiRemoveBackground", "contrastStretch", "shadow", "sharpen", "unsharpMask", "gradient", "progressive", "lossless", "opacity", "trim", "zoom", "raw"]


def snake(value):
    """The options with the names of Python, layers included."""
    if isinstance(value, list):
        return [snake(item) for item in value]
    if not isinstance(value, dict):
        return value
    return {re.sub("[A-Z]", lambda letter: "_" + letter[0].lower(), name): snake(inner) for name, inner in value.items()}


@check("helper.build_url")
def urls_by_random_options():
    with clock(urls.NOW):
        cases = urls.typed_cases(NAMES, 400)
        kit = sync_client(private_key=urls.KEYS["private_key"])
        urls.compare("build_url", cases, lambda case: kit.helper.build_url(**snake(case["options"])))


@check("helper.build_url in the code of ikt url --as python5")
def code_of_ikt():
    urls.compare_code("python5", "typed", clock)


# Errors and retries


@check("BadRequestError", "AuthenticationError", "PermissionDeniedError", "NotFoundError", "ConflictError")
def errors_of_requests():
    error = failure(BadRequestError, KIT.assets.list, limit=0)
    same(error.body["message"], "Minimum value of limit parameter is 1. Value sent is 0.")
    error = failure(AuthenticationError, KIT.assets.list, extra_headers=OMIT)
    same(error.body["message"], "Your request does not contain private API key.")
    stranger = client(private_key="private_wrong")
    for call in (stranger.assets.list, lambda: stranger.files.delete(NOBODY)):
        same(failure(PermissionDeniedError, call).body["message"], "Your account cannot be authenticated.")
    failure(PermissionDeniedError, stranger.files.upload, file=png(), file_name="stranger.png")
    same([path for path in rig.paths() if "stranger" in path], [])
    put("e.png", "/errors")
    put("f.png", "/errors")
    conflict = {"file_path": f"{ROOT}/errors/e.png", "new_file_name": "f.png"}
    failure(NotFoundError, KIT.files.get, NOBODY)
    failure(ConflictError, KIT.files.rename, **conflict)


@check("RateLimitError", "InternalServerError", "UnprocessableEntityError", "APIConnectionError", "APITimeoutError")
def errors_of_the_service():
    limits = {"X-RateLimit-Limit": "5", "X-RateLimit-Reset": "250", "X-RateLimit-Interval": "1000"}
    rig.fault(429, path_prefix="/v1/files", headers=limits)
    error = refused(RateLimitError, KIT.assets.list)
    same({name: error.response.headers[name] for name in limits}, limits)
    for status in (500, 502, 503, 504):
        rig.fault(status, path_prefix="/v1/folder")
        refused(InternalServerError, KIT.folders.create, folder_name="never", parent_folder_path="/")
    assert "/never" not in rig.folders()
    rig.fault(422, path_prefix="/v1/files")
    refused(UnprocessableEntityError, KIT.assets.list)
    rig.fault(path_prefix="/v1/files")
    refused(APIConnectionError, KIT.assets.list)
    rig.fault(path_prefix="/v1/files", kind="delay", delay_ms=20_000)
    refused(APITimeoutError, client(timeout=0.2).assets.list)


@check("retries")
def retries():
    kit = client(max_retries=2)
    at_once = {"headers": {"retry-after-ms": "1"}, "path_prefix": "/v1/"}
    for status in (408, 409, 429, 500, 503):
        rig.calm()
        rig.fault(status, times=2, **at_once)
        kit.files.bulk.add_tags(file_ids=[put("r.png", "/retries").file_id], tags=[f"s{status}"])
        same(rig.asked("/v1/files/addTags"), [status, status, 200])
    same(KIT.assets.list(path=f"{ROOT}/retries")[0].tags, ["s503"])
    rig.calm()
    rig.fault(500, times=9, **at_once)
    refused(InternalServerError, kit.folders.create, folder_name="never", parent_folder_path="/")
    same(rig.asked("/v1/folder"), [500, 500, 500])
    rig.calm()
    rig.fault(path_prefix="/v1/folder", after=True, headers={})
    kit.folders.create(folder_name="once", parent_folder_path=f"{ROOT}/retries")
    same((rig.folders(f"{ROOT}/retries"), len(rig.asked("/v1/folder"))), ([f"{ROOT}/retries/once"], 2))
    put("taken.png", "/retries")
    conflict = {"file_path": f"{ROOT}/retries/r.png", "new_file_name": "taken.png"}
    failure(ConflictError, kit.files.rename, **conflict)
    same(rig.asked("/v1/files/rename"), [409, 409, 409])
    for status in (400, 403, 404):
        rig.calm()
        rig.fault(status, times=2, **at_once)
        refused({400: BadRequestError, 403: PermissionDeniedError, 404: NotFoundError}[status], kit.assets.list)
        same(rig.asked("/v1/files"), [status])


@check("207")
def a_partial_success_is_an_answer():
    file = put("p.png", "/partial")
    rig.fault(207, path_prefix="/v1/files/addTags")
    same(KIT.files.bulk.add_tags(file_ids=[file.file_id], tags=["x"]).successfully_updated_file_ids, None)
    same(rig.details(file.file_id)["tags"], None)


failed = drive(script, "/sync", sync_client)
failed += drive(script.twin("imagekitio 5.11.0 (async)"), "/async", async_client)
raise SystemExit(failed > 0)
