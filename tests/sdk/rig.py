"""What the Python scripts share: pictures made by hand, plain HTTP beside the SDK, orders for faults, the report.

Arguments of a script: the JSON line of `ikt serve --empty --test-handles`, that of a served demo, the path of ikt.
"""

import base64
import functools
import hashlib
import hmac
import http.server
import inspect
import json
import queue
import socket
import struct
import subprocess
import sys
import threading
import time
import traceback
import urllib.error
import urllib.parse
import urllib.request
import zlib

WHERE, DEMO = json.loads(sys.argv[1]), json.loads(sys.argv[2])
IKT = sys.argv[3]
HELP = "For support kindly contact us at support@imagekit.io ."
NOBODY = "0" * 24


# Pictures


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(width=40, height=30, paint=(200, 80, 40)):
    """A picture made here, so that nothing of ours makes it. `paint` is a colour, or a function of a place."""
    at = paint if callable(paint) else lambda x, y: paint
    rows = b"".join(b"\0" + b"".join(bytes(at(x, y)) for x in range(width)) for y in range(height))
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = [chunk(b"IHDR", head), chunk(b"IDAT", zlib.compress(rows)), chunk(b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def slope(x, y):
    return (x * 3 % 256, y * 5 % 256, (x + y) % 256)


def disc(x, y):
    return (255, 255, 255) if (x - 32) ** 2 + (y - 32) ** 2 < 500 else (0, 0, 0)


def with_exif(jpeg, make=b"Acme\0", orientation=1):
    """The JPEG with an EXIF segment behind its start."""
    entries = [
        struct.pack("<HHI4s", 0x0112, 3, 1, struct.pack("<HH", orientation, 0)),
        struct.pack("<HHII", 0x010F, 2, len(make), 8 + 2 + 2 * 12 + 4),
    ]
    entries.sort(key=lambda entry: struct.unpack("<H", entry[:2]))
    tiff = b"II*\0" + struct.pack("<IH", 8, len(entries)) + b"".join(entries) + struct.pack("<I", 0) + make
    segment = b"Exif\0\0" + tiff
    return jpeg[:2] + b"\xff\xe1" + struct.pack(">H", len(segment) + 2) + segment + jpeg[2:]


def size_of(data):
    """Width and height of a PNG."""
    assert data.startswith(b"\x89PNG"), data[:16]
    return struct.unpack(">II", data[16:24])


# Plain HTTP


class Answer:
    def __init__(self, status, headers, body):
        self.status, self.headers, self.body = status, headers, body

    def json(self):
        return json.loads(self.body)


def call(method, url, body=None, key=WHERE["private_key"]):
    """A call without the SDK, on the library when `url` is a path."""
    request = urllib.request.Request(url if "://" in url else WHERE["api"] + url, method=method)
    if key is not None:
        request.add_header("Authorization", "Basic " + base64.b64encode(f"{key}:".encode()).decode())
    if body is not None:
        request.add_header("Content-Type", "application/json")
        request.data = json.dumps(body).encode()
    return opened(request)


def opened(request):
    try:
        with urllib.request.urlopen(request) as answer:
            return Answer(answer.status, answer.headers, answer.read())
    except urllib.error.HTTPError as error:
        return Answer(error.code, error.headers, error.read())


def details(file_id):
    """The file as plain HTTP tells it."""
    answer = call("GET", f"/v1/files/{file_id}/details")
    assert answer.status == 200, answer.body
    return answer.json()


def gone(file_id):
    return call("GET", f"/v1/files/{file_id}/details").status == 404


def paths(path="/", **query):
    """The paths of the files in a folder, as plain HTTP lists them."""
    query = urllib.parse.urlencode({"path": path, **query})
    return sorted(file["filePath"] for file in call("GET", f"/v1/files?{query}").json())


def folders(path="/"):
    query = urllib.parse.urlencode({"path": path, "type": "folder"})
    return sorted(folder["folderPath"] for folder in call("GET", f"/v1/files?{query}").json())


def fetch(url):
    """What delivery answers to a browser without a key."""
    return call("GET", urllib.parse.quote(url, safe="%:/?&=,@;+~!$'()*#"), key=None)


def send_form(fields, data, name="upload.png", key=None):
    """An upload without the SDK, as a browser does it, or as a server does, with a key."""
    parts = [f'Content-Disposition: form-data; name="{k}"\r\n\r\n{v}'.encode() for k, v in fields.items()]
    head = f'Content-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
    parts.append(head.encode() + data)
    body = b"".join(b"--edge\r\n" + part + b"\r\n" for part in parts) + b"--edge--\r\n"
    request = urllib.request.Request(WHERE["upload"] + "/api/v1/files/upload", data=body, method="POST")
    request.add_header("Content-Type", "multipart/form-data; boundary=edge")
    if key is not None:
        request.add_header("Authorization", "Basic " + base64.b64encode(f"{key}:".encode()).decode())
    return opened(request)


def tampered(url):
    """The URL with another signature of the same length."""
    start = url.index("ik-s=") + len("ik-s=")
    return url[:start] + ("0" if url[start] != "0" else "1") + url[start + 1 :]


# Handles for tests


def fault(status=None, **order):
    """Spoils the next answer: with that status, or as `kind` says."""
    order = {"kind": "status" if status else "cut", **order}
    answer = call("POST", "/_ikt/faults", {**order, "status": status} if status else order)
    assert answer.status == 204, answer.body


def asked(path_prefix):
    """How the library answered below a path since the check began."""
    log = call("GET", "/_ikt/requests").json()
    return [entry["status"] for entry in log if entry["path"].startswith(path_prefix)]


def hold_jobs(hold):
    assert call("POST", "/_ikt/jobs", {"hold": hold}).status == 204


def calm():
    """Forgets what earlier checks ordered and asked."""
    hold_jobs(False)
    for what in ("faults", "requests"):
        assert call("DELETE", f"/_ikt/{what}").status == 204


class Receiver:
    """Takes webhook calls on loopback: `(headers, body)` in the order of their coming."""

    def __init__(self):
        self.calls = queue.Queue()
        calls = self.calls

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                self.send_response(200)
                self.end_headers()
                calls.put(({name.lower(): value for name, value in self.headers.items()}, body))

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self.server.server_port}/hook"

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.server.shutdown()

    def next(self):
        return self.calls.get(timeout=30)


def signed_event(kind, data, secret):
    """`(headers, body)` of an account's webhook as the service signs it: the local library sends none."""
    body = json.dumps({"type": kind, "id": "evt_1", "created_at": "2026-01-01T00:00:00.000Z", "data": data})
    now = str(int(time.time()))
    digest = hmac.new(secret.encode(), f"evt_1.{now}.{body}".encode(), hashlib.sha256).digest()
    signature = "v1," + base64.b64encode(digest).decode()
    return {"webhook-id": "evt_1", "webhook-timestamp": now, "webhook-signature": signature}, body


def closed_port():
    """An address of this machine where nobody listens."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{taken.getsockname()[1]}"


def batch(command, cases):
    """What `ikt COMMAND --batch` answers to these cases."""
    lines = "".join(json.dumps(case) + "\n" for case in cases)
    done = subprocess.run([IKT, command, "--batch"], input=lines.encode(), capture_output=True)
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(answers) == len(cases), (done.returncode, done.stdout, done.stderr)
    return answers


def until(what, of):
    """Asks until `of` says yes to the answer, for at most half a minute."""
    end = time.monotonic() + 30
    while True:
        answer = what()
        if of(answer):
            return answer
        assert time.monotonic() < end, f"still {answer}"


def refused(kind, call, *args, **kwargs):
    """The exception of exactly this class that the call raises."""
    try:
        call(*args, **kwargs)
    except Exception as error:
        assert type(error) is kind, f"raised {type(error).__name__}, not {kind.__name__}: {error}"
        return error
    raise AssertionError(f"did not raise {kind.__name__}")


def same(is_, wanted):
    assert is_ == wanted, f"is {is_!r}, not {wanted!r}"


# The report


def line_of(error):
    """The last line of a script that was on the way to the error."""
    places = [place for place in traceback.extract_tb(error.__traceback__) if place.filename == sys.argv[0] and place.name != "wrapper"]
    return places[-1].lineno if places else "?"


class Script:
    """The checks of one SDK. Each is named after the methods that it must call; all methods must be called."""

    def __init__(self, sdk):
        self.sdk, self.checks, self.methods = sdk, [], set()
        self.called, self.called_now = set(), set()

    def watch(self, owner, prefix=""):
        """Notes the calls of the public methods of a class."""
        for name, member in list(vars(owner).items()):
            if name.startswith("_") or not isinstance(member, staticmethod) and not inspect.isfunction(member):
                continue
            self.methods.add(prefix + name)
            setattr(owner, name, self.noted(member, prefix + name))

    def noted(self, member, name):
        function = member.__func__ if isinstance(member, staticmethod) else member

        @functools.wraps(function)
        def wrapper(*args, **kwargs):
            self.called_now.add(name)
            return function(*args, **kwargs)

        return staticmethod(wrapper) if isinstance(member, staticmethod) else wrapper

    def check(self, *names):
        """`names`: the methods that the check is about, or what it is about in other words."""

        def add(function):
            self.checks.append((names, function))
            return function

        return add

    def twin(self, sdk):
        """The same checks for another face of the SDK."""
        twin = Script(sdk)
        twin.checks = self.checks
        return twin

    def run(self):
        """Runs the checks; how many failed."""
        failed = 0
        for names, function in self.checks:
            failed += not self.passes(names, function)
        for name in sorted(self.methods - self.called):
            print(f"FAILED {self.sdk} {name}: no check calls it")
            failed += 1
        print(f"{self.sdk}: {len(self.methods)} methods, {len(self.checks)} checks, {failed} failures", flush=True)
        return failed

    def passes(self, names, function):
        self.called_now = set()
        trouble = None
        try:
            calm()
            function()
            missing = [name for name in names if name in self.methods and name not in self.called_now]
            assert not missing, f"the check does not call {', '.join(missing)}"
        except Exception as error:
            trouble = f"{line_of(error)}: {type(error).__name__}: {error}"
        self.called |= self.called_now
        for name in names:
            print(f"ok     {self.sdk} {name}" if trouble is None else f"FAILED {self.sdk} {name}: {trouble}", flush=True)
        return trouble is None
