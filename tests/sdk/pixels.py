"""What delivery makes of pictures, next to what Pillow makes of them."""

import io
import random

import rig
from PIL import Image, ImageChops, ImageFilter, ImageOps, ImageStat

script = rig.Script("Pillow")
check = script.check


def waves():
    """A picture with slopes, edges and fine detail, the same each time."""
    dice = random.Random(7)
    picture = Image.new("RGB", (320, 240))
    picture.putdata([(x * 255 // 319, y * 255 // 239, (x + y) * 255 // 558) for y in range(240) for x in range(320)])
    for _ in range(40):
        x, y, color = dice.randrange(300), dice.randrange(220), tuple(dice.randrange(40, 216) for _ in range(3))
        picture.paste(color, (x, y, x + dice.randrange(4, 60), y + dice.randrange(4, 60)))
    return picture


def pale():
    """A picture whose brightness lies between 60 and 180."""
    return Image.merge("RGB", [waves().convert("L").point(lambda value: 60 + value * 120 // 255)] * 3)


def put(name, picture):
    file = io.BytesIO()
    picture.save(file, "PNG")
    fields = {"fileName": name, "useUniqueFileName": "false"}
    answer = rig.send_form(fields, file.getvalue(), name, key=rig.WHERE["private_key"])
    assert answer.status == 200, answer.body
    return picture


WAVES, PALE = waves(), pale()


def made(name, chain):
    return opened(f"{name}?tr={chain},f-png")


def opened(target):
    answer = rig.fetch(f"{rig.WHERE['delivery']}/{target}")
    assert answer.status == 200, answer.body
    return Image.open(io.BytesIO(answer.body)).convert("RGBA")


def near(found, expected, mean, largest=255):
    """Whether no channel differs by more than `largest`, and by no more than `mean` on the average."""
    expected = expected.convert("RGBA")
    assert found.size == expected.size, f"{found.size}, not {expected.size}"
    difference = ImageChops.difference(found, expected)
    means, extremes = ImageStat.Stat(difference).mean, [high for _, high in difference.getextrema()]
    assert max(means) <= mean and max(extremes) <= largest, f"means {means}, extremes {extremes}"


@check("resize")
def resize():
    for width, height in [(160, 120), (97, 73), (500, 375)]:
        expected = WAVES.resize((width, height), Image.Resampling.LANCZOS)
        near(made("waves.png", f"w-{width},h-{height},c-force"), expected, 0.6, 4)


@check("crop")
def crop():
    near(made("waves.png", "cm-extract,w-120,h-90,x-31,y-57"), WAVES.crop((31, 57, 151, 147)), 0, 0)
    near(made("waves.png", "cm-extract,w-100,h-100,fo-bottom_right"), WAVES.crop((220, 140, 320, 240)), 0, 0)
    near(made("waves.png", "w-120,h-120"), ImageOps.fit(WAVES, (120, 120), Image.Resampling.LANCZOS), 0.6, 4)
    padded = ImageOps.pad(WAVES, (200, 200), Image.Resampling.LANCZOS, color=(10, 20, 30))
    near(made("waves.png", "w-200,h-200,cm-pad_resize,bg-0A141E"), padded, 0.6, 4)


@check("rotate and flip")
def rotate_and_flip():
    near(made("waves.png", "rt-90"), WAVES.transpose(Image.Transpose.ROTATE_270), 0, 0)
    near(made("waves.png", "rt-N90"), WAVES.transpose(Image.Transpose.ROTATE_90), 0, 0)
    near(made("waves.png", "fl-h"), ImageOps.mirror(WAVES), 0, 0)
    near(made("waves.png", "fl-v"), ImageOps.flip(WAVES), 0, 0)
    turned = WAVES.convert("RGBA").rotate(-30, Image.Resampling.BILINEAR, expand=True)
    found = made("waves.png", "rt-30")
    assert all(abs(a - b) <= 1 for a, b in zip(found.size, turned.size)), (found.size, turned.size)
    middle = lambda picture: picture.crop([side // 2 + off for off in (-60, 60) for side in picture.size])
    near(middle(found), middle(turned), 6)


@check("grayscale")
def grayscale():
    near(made("waves.png", "e-grayscale"), WAVES.convert("L"), 0.1, 1)


@check("contrast")
def contrast():
    near(made("pale.png", "e-contrast"), ImageOps.autocontrast(PALE, preserve_tone=True), 0.7, 1)


@check("blur")
def blur():
    for strength in (2, 10, 40):
        near(made("waves.png", f"bl-{strength}"), WAVES.filter(ImageFilter.GaussianBlur(strength / 2)), 1.0, 6)


@check("unsharp mask")
def unsharp_mask():
    expected = WAVES.filter(ImageFilter.UnsharpMask(radius=2, percent=80, threshold=6))
    near(made("waves.png", "e-usm-6-2-0.8-0.024"), expected, 1.0, 12)


@check("border")
def border():
    near(made("waves.png", "b-7_FF8000"), ImageOps.expand(WAVES, 7, (255, 128, 0)), 0, 0)


@check("opacity")
def opacity():
    glass = WAVES.convert("RGBA")
    glass.putalpha(128)
    near(made("waves.png", "o-50"), glass, 0, 0)


@check("trim")
def trim():
    framed = put("framed.png", ImageOps.expand(WAVES, 25, (255, 255, 255)))
    assert framed.size == (370, 290)
    near(made("framed.png", "t-1"), WAVES, 0, 0)


@check("colorize")
def colorize():
    # Red is as bright as a gray of 76.
    ramp = put("ramp.png", Image.linear_gradient("L").convert("RGB"))
    expected = ImageOps.colorize(ramp.convert("L"), "black", "white", mid=(255, 0, 0), midpoint=76)
    near(made("ramp.png", "e-colorize-co-FF0000"), expected, 1.0, 3)


@check("AVIF and WebP")
def avif_and_webp():
    for form, mean in [("webp", 0), ("avif", 3), ("jpg", 3)]:
        near(opened(f"waves.png?tr=w-320,q-90,f-{form}"), WAVES, mean)


put("waves.png", WAVES)
put("pale.png", PALE)
raise SystemExit(1 if script.run() else 0)
