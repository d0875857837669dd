//! The table itself.

use super::Scope::{ColorLayer, Image, ImageLayer, Subtitles, TextLayer, Video};
use super::check::{corners, font_padding, number_list, page, typography, usm};
use super::{Entry, Group, Kind, Scope};

const PX: Kind = Kind::Whole(2, 65535, " px");
const OFFSET: Kind = Kind::Whole(-65535, 65535, " px (N before a negative one)");
const SECONDS: Kind = Kind::Decimal(0.0, 1e7, " s");
const PLACES: Kind = Kind::Words(&[
    "center",
    "top",
    "left",
    "bottom",
    "right",
    "top_left",
    "top_right",
    "bottom_left",
    "bottom_right",
]);
const FOUND: Kind = Kind::Words(&["auto", "face", "custom"]);
const OBJECT: Kind = Kind::Form(super::check::object, "an object such as car or person_dog");

const STILL: &[Scope] = &[Image, ImageLayer];
const ANY: &[Scope] = &[Image, Video, ImageLayer];
const PICTURE: &[Scope] = &[Image];
const MEDIA: &[Scope] = &[Image, Video];
const FILM: &[Scope] = &[Video];
const LAYERS: &[Scope] = &[ImageLayer, TextLayer, ColorLayer];
const BOXES: &[Scope] = &[Image, Video, ImageLayer, TextLayer, ColorLayer];
const TEXT: &[Scope] = &[TextLayer];
const GRADED: &[Scope] = &[Image, ImageLayer, ColorLayer];
const SOLID: &[Scope] = &[TextLayer, ColorLayer];
const SUBTITLED: &[Scope] = &[Subtitles];
const LETTERS: &[Scope] = &[TextLayer, Subtitles];

macro_rules! entries {
    ($($code:literal $title:literal $classic:literal [$($typed:literal)*] $group:ident $scope:ident
       [$($kind:expr),*] $example:literal $doc:literal;)*) => {
        /// Every parameter, in the order of forms and of the manual.
        pub static ENTRIES: &[Entry] = &[$(Entry {
            code: $code, title: $title, classic: $classic, typed: &[$($typed),*], group: Group::$group,
            scope: $scope, values: &[$($kind),*], example: $example, doc: $doc,
        },)*];
    };
}

entries! {
    "w" "Width" "width" ["width"] Size BOXES [PX, Kind::Decimal(0.01, 1.0, " of the original"), Kind::Words(&["auto"]), Kind::Expression] "400"
        "In pixels; from 0.01 to 1 a share of the original.";
    "h" "Height" "height" ["height"] Size BOXES [PX, Kind::Decimal(0.01, 1.0, " of the original"), Kind::Words(&["auto"]), Kind::Expression] "300"
        "In pixels; from 0.01 to 1 a share of the original.";
    "ar" "Aspect ratio" "aspect_ratio" ["aspectRatio"] Size ANY [Kind::Form(super::check::ratio, "width-height as 4-3"), Kind::Expression] "4-3"
        "With one of width and height: the other follows.";
    "dpr" "Pixel ratio" "dpr" ["dpr"] Size STILL [Kind::Decimal(0.1, 5.0, ""), Kind::Words(&["auto"]), Kind::Expression] "2"
        "Multiplies width and height for dense screens.";
    "c" "Crop" "crop" ["crop"] Crop ANY [Kind::Words(&["maintain_ratio", "force", "at_max", "at_max_enlarge", "at_least", "maintain_ratio_no_enlarge"])] "at_max"
        "What happens where the aspect of the box is another than the picture's.";
    "cm" "Crop mode" "crop_mode" ["cropMode"] Crop ANY [Kind::Words(&["pad_resize", "extract", "pad_extract", "pad_resize_no_enlarge", "pad_extract_no_shrink"])] "pad_resize"
        "Pads instead of cutting, or cuts out without scaling.";
    "fo" "Focus" "focus" ["focus"] Crop ANY [FOUND, PLACES, OBJECT] "auto"
        "Which part stays when a picture is cut.";
    "z" "Zoom" "" ["zoom"] Crop STILL [Kind::Decimal(0.0, 100.0, "")] "1.5"
        "With focus on a face or object: above 1 closer, below 1 wider.";
    "x" "Left" "x" ["x"] Crop STILL [OFFSET, Kind::Expression] "0"
        "Left edge of what is cut out, with crop mode extract.";
    "y" "Top" "y" ["y"] Crop STILL [OFFSET, Kind::Expression] "0"
        "Upper edge of what is cut out, with crop mode extract.";
    "xc" "Centre, across" "" ["xCenter"] Crop STILL [OFFSET, Kind::Expression] "100"
        "Middle of what is cut out, with crop mode extract.";
    "yc" "Centre, down" "" ["yCenter"] Crop STILL [OFFSET, Kind::Expression] "100"
        "Middle of what is cut out, with crop mode extract.";
    "f" "Format" "format" ["format"] Output MEDIA [Kind::Words(&["auto", "webp", "avif", "jpg", "jpeg", "png", "gif", "svg", "orig", "mp4", "webm"])] "webp"
        "auto: the best that the client takes.";
    "q" "Quality" "quality" ["quality"] Output ANY [Kind::Whole(1, 100, "")] "80"
        "Of formats with loss; 80 if not told.";
    "lo" "Lossless" "lossless" ["lossless"] Output PICTURE [Kind::Truth] "true"
        "WebP, AVIF and PNG without loss.";
    "pr" "Progressive" "progressive" ["progressive"] Output PICTURE [Kind::Truth] "true"
        "A JPEG that is seen coarsely before it is whole.";
    "md" "Keep metadata" "metadata" ["metadata"] Output PICTURE [Kind::Truth] "true"
        "EXIF and the like stay in the result.";
    "cp" "Keep colour profile" "color_profile" ["colorProfile"] Output PICTURE [Kind::Truth] "true"
        "The ICC profile stays in the result.";
    "orig" "Original" "original" ["original"] Output MEDIA [Kind::Truth] "true"
        "The bytes as stored; wins over all else.";
    "c2pa" "Content credentials" "" [] Output PICTURE [Kind::Truth] "true"
        "Signs where the picture comes from.";
    "bg" "Background" "background" ["background"] Ground BOXES [Kind::Color, Kind::Form(super::check::background, "blurred, blurred_15, dominant, gradient_dominant, genfill")] "FFFFFF"
        "Fills what padding, rounding or turning leaves free.";
    "b" "Border" "border" ["border"] Ground ANY [Kind::Form(super::check::border, "width_colour as 5_FF0000")] "5_000000"
        "A frame on top of the edge.";
    "r" "Radius" "radius" ["radius"] Ground BOXES [Kind::Whole(1, 65535, " px"), Kind::Words(&["max"]), Kind::Form(corners, "four corners as 10_20_10_20")] "20"
        "Rounded corners; max makes a circle.";
    "o" "Opacity" "" ["opacity"] Ground STILL [Kind::Whole(0, 100, " %")] "50"
        "100 covers, 0 is not seen.";
    "t" "Trim" "trim" ["trim"] Ground STILL [Kind::Truth, Kind::Whole(1, 99, "")] "true"
        "Cuts an edge of one colour off; higher numbers cut more.";
    "rt" "Rotate" "rotation" ["rotation"] Turn BOXES [Kind::Whole(-360, 360, "° (N turns left)"), Kind::Words(&["auto"])] "90"
        "Clockwise; auto goes by the EXIF data.";
    "fl" "Flip" "" ["flip"] Turn BOXES [Kind::Words(&["h", "v", "h_v"])] "h"
        "h changes left and right, v top and bottom.";
    "bl" "Blur" "blur" ["blur"] Effect STILL [Kind::Whole(1, 100, "")] "10"
        "Gaussian.";
    "e-sharpen" "Sharpen" "effect_sharpen" ["sharpen"] Effect STILL [Kind::Bare, Kind::Decimal(0.0, 1000.0, "")] ""
        "Edges become clearer.";
    "e-usm" "Unsharp mask" "effect_usm" ["unsharpMask"] Effect STILL [Kind::Bare, Kind::Form(usm, "radius-sigma-amount-threshold")] "2-2-0.8-0.024"
        "Sharpens with control.";
    "e-contrast" "Contrast" "effect_contrast" ["contrastStretch"] Effect STILL [Kind::Bare, Kind::Whole(0, 100, "")] ""
        "Stretches the contrast over the whole range.";
    "e-grayscale" "Grayscale" "effect_gray" ["grayscale"] Effect STILL [Kind::Bare, Kind::Truth] ""
        "Without colours.";
    "e-shadow" "Shadow" "effect_shadow" ["shadow"] Effect STILL [Kind::Bare, Kind::Form(super::check::shadow, "bl-10_st-30_x-2_y-2")] ""
        "Below what is not transparent.";
    "e-gradient" "Gradient" "effect_gradient" ["gradient"] Effect GRADED [Kind::Bare, Kind::Form(super::check::gradient, "ld-180_from-FFFFFF_to-00000000_sp-1")] ""
        "From one colour to another, over the picture.";
    "e-colorize" "Colorize" "" ["colorize"] Effect STILL [Kind::Bare, Kind::Form(super::check::colorize, "co-red_in-50")] ""
        "Tints the picture.";
    "cr" "Colour replace" "" ["colorReplace"] Effect STILL [Kind::Form(super::check::replace, "to_tolerance_from as FF0000_30_0000FF")] "FF0000"
        "One colour for another.";
    "e-distort" "Distort" "" ["distort"] Effect STILL [Kind::Form(super::check::distort, "p-x1_y1_x2_y2_x3_y3_x4_y4, a-degrees")] "a-45"
        "Perspective or arc.";
    "e-bgremove" "Remove background" "" ["aiRemoveBackground"] Ai STILL [Kind::Bare] ""
        "By ImageKit's model.";
    "e-removedotbg" "Remove background (remove.bg)" "" ["aiRemoveBackgroundExternal"] Ai STILL [Kind::Bare] ""
        "By remove.bg's model.";
    "e-changebg" "Change background" "" ["aiChangeBackground"] Ai STILL [Kind::Form(super::check::prompt, "prompt-text")] "prompt-snow"
        "Painted from a description.";
    "e-edit" "Edit by words" "" ["aiEdit"] Ai STILL [Kind::Form(super::check::prompt, "prompt-text")] "prompt-add a hat"
        "Changed as described.";
    "e-dropshadow" "Drop shadow" "" ["aiDropShadow"] Ai STILL [Kind::Bare, Kind::Form(super::check::drop_shadow, "az-215_el-45_st-60")] ""
        "As of a light from a side.";
    "e-upscale" "Upscale" "" ["aiUpscale"] Ai STILL [Kind::Bare] "" "More pixels.";
    "e-retouch" "Retouch" "" ["aiRetouch"] Ai STILL [Kind::Bare] "" "Better quality.";
    "e-genvar" "Variation" "" ["aiVariation"] Ai STILL [Kind::Bare] "" "Another picture alike.";
    "so" "Start" "" ["startOffset"] Video FILM [SECONDS, Kind::Expression] "1" "Second at which it begins.";
    "eo" "End" "" ["endOffset"] Video FILM [SECONDS, Kind::Expression] "5" "Second at which it ends.";
    "du" "Duration" "" ["duration"] Video FILM [SECONDS, Kind::Expression] "4" "Seconds from the start.";
    "vc" "Video codec" "" ["videoCodec"] Video FILM [Kind::Words(&["h264", "vp9", "av1", "none"])] "h264" "none: sound alone.";
    "ac" "Audio codec" "" ["audioCodec"] Video FILM [Kind::Words(&["aac", "opus", "none"])] "aac" "none: mute.";
    "sr" "Streaming resolutions" "" ["streamingResolutions"] Video FILM [Kind::Form(super::check::resolutions, "240_360_480_720_1080_1440_2160")] "360_720"
        "For HLS and DASH playlists.";
    "i" "Input" "" [] Layer LAYERS [Kind::Text("a text, or a path in the library")] "" "What the layer shows.";
    "lx" "Left" "" [] Layer LAYERS [OFFSET, Kind::Expression] "10" "Left edge in what it lies on; N counts from the right.";
    "ly" "Top" "" [] Layer LAYERS [OFFSET, Kind::Expression] "10" "Upper edge in what it lies on; N counts from the bottom.";
    "lxc" "Centre, across" "" [] Layer LAYERS [OFFSET, Kind::Expression] "100" "Middle in what it lies on.";
    "lyc" "Centre, down" "" [] Layer LAYERS [OFFSET, Kind::Expression] "100" "Middle in what it lies on.";
    "lfo" "Place" "" [] Layer LAYERS [PLACES] "bottom_right" "Where it lies; not with left or top.";
    "lap" "Anchor" "" [] Layer LAYERS [PLACES] "top_left" "What left and top are measured from.";
    "lm" "Mode" "" [] Layer LAYERS [Kind::Words(&["multiply", "cutter", "cutout", "displace"])] "multiply" "How it mixes with what is below.";
    "lso" "Shown from" "" [] Layer LAYERS [SECONDS, Kind::Expression] "0" "Second of the video.";
    "leo" "Shown until" "" [] Layer LAYERS [SECONDS, Kind::Expression] "5" "Second of the video.";
    "ldu" "Shown for" "" [] Layer LAYERS [SECONDS, Kind::Expression] "5" "Seconds.";
    "fs" "Font size" "" ["fontSize"] Text LETTERS [Kind::Whole(1, 10000, " px"), Kind::Expression] "48" "Height of the letters.";
    "ff" "Font" "" ["fontFamily"] Text LETTERS [Kind::Text("a font's name, or the path of one in the library")] "Open Sans" "Family, or an uploaded font.";
    "co" "Colour" "" ["fontColor" "color"] Text LETTERS [Kind::Color] "FFFFFF" "Of the letters.";
    "tg" "Typography" "" ["typography"] Text LETTERS [Kind::Form(typography, "b, i, strikethrough, or several as b_i")] "b" "Bold, italic, struck through.";
    "ia" "Alignment" "" ["innerAlignment"] Text TEXT [Kind::Words(&["left", "center", "right"])] "center" "Of lines in their box.";
    "pa" "Padding" "" ["padding"] Text TEXT [Kind::Form(font_padding, "1 to 4 numbers as 10_20"), Kind::Expression] "10" "Between text and edge of its box.";
    "lh" "Line height" "" ["lineHeight"] Text TEXT [Kind::Whole(1, 10000, " px"), Kind::Expression] "60" "From line to line.";
    "al" "Alpha" "" ["alpha"] Text SOLID [Kind::Whole(1, 9, "")] "5" "1 is nearly clear, 9 nearly solid.";
    "fol" "Font outline" "" ["fontOutline"] Text SUBTITLED [Kind::Form(super::check::outline, "width_colour as 2_blue")] "2_000000" "Around the letters.";
    "fsh" "Font shadow" "" ["fontShadow"] Text SUBTITLED [Kind::Form(super::check::font_shadow, "colour_distance as blue_2")] "000000_2" "Below the letters.";
    "n" "Named" "named" ["named"] Other MEDIA [Kind::Text("the name of a transformation of the account")] "ik_ml_thumbnail" "One that is kept in the account.";
    "di" "Default image" "default_image" ["defaultImage"] Other PICTURE [Kind::Text("a path in the library")] "" "Served when the file is missing.";
    "pg" "Page" "" ["page"] Other STILL [Kind::Form(page, "2, 3-4, 1_3_5 or name-\"layer\"")] "1" "Of PDF, PSD or GIF.";
    "dn" "Density" "" [] Other PICTURE [Kind::Form(number_list, "1 to 1200 dpi"), Kind::Expression] "150" "Of a vector picture.";
    "raw" "As written" "raw" ["raw"] Other MEDIA [Kind::Text("parameters as they are")] "" "Goes into the URL unchanged.";
}
