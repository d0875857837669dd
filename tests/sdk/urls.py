"""Random calls of the Python SDKs that make URLs, and the code that `ikt url --as` writes for them.

The seed is IKT_SDK_SEED, or 1; it stands in the message of a failure.
"""

import contextlib
import io
import os
import random
import subprocess
import urllib.parse

import rig

SEED = os.environ.get("IKT_SDK_SEED", "1")
NOW = 1_700_000_000
KEYS = {"private_key": "private_key_test", "public_key": "public_key_test"}
ENDPOINTS = ["https://ik.imagekit.io/demo", "https://ik.imagekit.io/demo/", "https://cdn.example.com", "https://cdn.example.com/a/b/"]
WORDS = ["a", "photo", "IMG_0001", "x-y", "my file", "café", "cafe\u0301", "हिन्दी", "日本", "🙂", "50%", "a+b", "it's", "(1)", "a&b", "a=b", "a,b", "a:b", "@2x", "a;b", "~t", "!$*"]
ENDINGS = [".jpg", ".png", "", ".tar.gz"]


def chooser(what):
    return random.Random(f"{SEED} {what}")


def path(of, words=WORDS):
    segments = [of.choice(words) for _ in range(of.randint(1, 4))]
    return of.choice(["", "/"]) + "/".join(segments) + of.choice(ENDINGS)


def value(of):
    """A value as programs give it: numbers, texts, yes and no."""
    return of.choice([
        lambda: of.randint(0, 4000),
        lambda: -of.randint(1, 400),
        lambda: round(of.uniform(0, 5), of.randint(0, 4)),
        lambda: of.choice([True, False]),
        lambda: of.choice(["auto", "at_max", "4-3", "5_red", "bw_div_2", "N90", "FFAABB50", "a b", "é", "sharp&x", "a,b", "a:b"]),
    ])()


def compare(what, cases, call):
    """All calls give byte for byte what ikt says, or raise what it says."""
    for case, answer in zip(cases, rig.batch("url", cases)):
        try:
            expected = {"value": call(case)}
        except Exception as error:
            expected = {"error": {"kind": type(error).__name__, "message": str(error)}}
        assert answer == expected, f"{what}, IKT_SDK_SEED={SEED}: {case} gives {expected}, and ikt {answer}"


# imagekitio 4.1.0


def classic_cases(names, count):
    of = chooser("classic")
    return [classic_case(of, names) for _ in range(count)]


def classic_case(of, names):
    options = {"transformation": [classic_step(of, names) for _ in range(of.randint(0, 3))]}
    if of.random() < 0.8:
        odd = of.choice(["", "", "", "?v=1", "?a=b c&x=%20y&empty=", "?ik-s=0&a=é", "#top", "?x=1#top"])
        options["path"] = of.choice(["", "", "", "//"]) + path(of) + of.choice(["", "", "/"]) + odd
    else:
        options["src"] = of.choice(ENDPOINTS) + "/" + path(of) + of.choice(["", "?v=1&w=a+b", "?tr=h-1"])
    for name, some in [
        ("transformation_position", ["path", "query", "query"]),
        ("url_endpoint", ENDPOINTS),
        ("signed", [True, True, False]),
        ("expire_seconds", [0, 60, 3600, 86400, -60]),
    ]:
        if of.random() < 0.5:
            options[name] = of.choice(some)
    if of.random() < 0.4:
        names = of.sample(["v", "w x", "ik-attachment", "é", "a&b", "tr", "ik-t"], of.randint(0, 3))
        options["query_parameters"] = {name: value(of) for name in names}
    client = {**KEYS, "url_endpoint": of.choice(ENDPOINTS)}
    return {"client": client, "options": options, "now": NOW}


def classic_step(of, names):
    step = {}
    for name in of.sample(names, of.randint(0, 5)):
        if name == "default_image":
            step[name] = path(of)
        elif name == "raw":
            step[name] = of.choice(["l-image,i-a.png,l-end", "ar-4-3,q-40", "w-1:h-2", ""])
        else:
            step[name] = "-" if of.random() < 0.1 else value(of)
    return step


# imagekitio 5: what it does otherwise than @imagekit/nodejs is left out (see node7.cjs for that)


def typed_cases(names, count):
    of = chooser("typed")
    return [typed_case(of, names) for _ in range(count)]


def typed_case(of, names):
    words = [word for word in WORDS if "%" not in word]
    options = {
        "urlEndpoint": of.choice(ENDPOINTS),
        "src": path(of, words),
        "transformation": [typed_step(of, names) for _ in range(of.randint(0, 3))],
    }
    for name, some in [
        ("transformationPosition", ["path", "query"]),
        ("queryParameters", [{"v": "1"}, {"v": "1", "w": "x.y"}]),
        ("signed", [True]),
        ("expiresIn", [60, 3600]),
    ]:
        if of.random() < 0.5:
            options[name] = of.choice(some)
    return {"fn": "buildSrc", "client": {"privateKey": KEYS["private_key"]}, "options": options, "now": NOW}


def typed_step(of, names):
    texts = ["auto", "at_max", "4-3", "bw_div_2", "N90", "FFAABB50", "true", "-"]
    step = {}
    for name in of.sample(names, of.randint(0, 5)):
        is_text = name in ("raw", "defaultImage")
        step[name] = of.choice(texts) if is_text else of.choice([of.choice(texts), of.randint(1, 4000), True])
    if of.random() < 0.3:
        text = of.choice(["hello", "a b", "Grüße, Welt", "日本", "a/b"])
        position = of.choice([None, {"x": 10, "y": "bh_div_2"}, {"focus": "center"}])
        overlay = of.choice([{"type": "text", "text": text}, {"type": "image", "input": "/logos/a b.png"}, {"type": "solidColor", "color": "FF0000"}])
        step["overlay"] = {**overlay, "transformation": [{"width": of.randint(1, 99)}], **({"position": position} if position else {})}
    return step


# The code that ikt writes


def asked(of):
    """The arguments of `ikt url` for some file."""
    chain = of.choice(["", "w-300,h-200", "w-300:rt-90", "e-sharpen,e-grayscale,bl-3", "l-text,i-a%20b,fs-20,l-end,w-9", "w-1,w-2", "di-a@@b.png,ar-4-3", "l-image,i-a.png,l-end:l-image,i-b.png,l-end"])
    arguments = [path(of), *(["--tr", chain] if chain else [])]
    arguments += of.choice([[], ["--in-path"]]) + of.choice([[], ["--query", "v=1 2é", "--query", "w=x&y"]])
    return arguments + of.choice([[], ["--sign"], ["--expires", "1h"]])


def ikt(arguments):
    endpoint = {"IMAGEKIT_URL_ENDPOINT": "https://ik.imagekit.io/demo"}
    keys = {"IMAGEKIT_PRIVATE_KEY": KEYS["private_key"], "IMAGEKIT_PUBLIC_KEY": KEYS["public_key"]}
    os.environ.update(keys)
    done = subprocess.run([rig.IKT, "url", *arguments], env={**os.environ, **endpoint}, capture_output=True, text=True)
    assert done.returncode == 0, (arguments, done.stderr)
    return done.stdout.rstrip("\n")


def compare_code(form, rules, clock, count=30):
    """The code gives the URL when it runs, at the time at which ikt made it."""
    of = chooser(f"code {form}")
    for _ in range(count):
        arguments = asked(of)
        expected = ikt([*arguments, "--rules", rules])
        until = urllib.parse.parse_qs(urllib.parse.urlsplit(expected).query).get("ik-t")
        code = ikt([*arguments, "--as", form])
        written = io.StringIO()
        with clock(int(until[0]) - 3600 if until else NOW), contextlib.redirect_stdout(written):
            exec(code, {})
        same = written.getvalue() == expected + "\n"
        assert same, f"IKT_SDK_SEED={SEED}: {arguments}: {code}\ngives {written.getvalue()}, and ikt {expected}"
