use proptest::prelude::*;
use rstest::rstest;

use super::*;

fn layer(text: &str) -> Result<Layer, LayerError> {
    let chain = Chain::parse(text);
    Layer::parse(chain.steps.first().unwrap().params.first().unwrap())
}

fn number(text: &str) -> Option<Expression> {
    Some(Expression::parse(text).unwrap())
}

#[rstest]
#[case("l-text,i-Minimal%20Text,l-end", Source::Text(Input::Plain("Minimal Text".into())))]
#[case("l-text,ie-4KS54KS%2F4KSo4KWN4KSm4KWA,l-end", Source::Text(Input::Base64("हिन्दी".into())))]
#[case("l-text,ie-SGVsbG9Xb3JsZA%3D%3D,l-end", Source::Text(Input::Base64("HelloWorld".into())))]
#[case("l-image,i-customer_logo@@nykaa.png,l-end", Source::Image(Input::Plain("customer_logo/nykaa.png".into())))]
#[case(
    "l-image,ie-Y3VzdG9tZXJfbG9nby%2FDkXlrYWEucG5n,l-end",
    Source::Image(Input::Base64("customer_logo/Ñykaa.png".into()))
)]
#[case("l-image,i-ik_canvas,bg-FF0000,l-end", Source::Canvas)]
#[case("l-video,i-a b.mp4,l-end", Source::Video(Input::Plain("a b.mp4".into())))]
#[case("l-subtitles,i-subtitle.srt,l-end", Source::Subtitles(Input::Plain("subtitle.srt".into())))]
fn what_the_sdks_write(#[case] text: &str, #[case] source: Source) {
    let found = layer(text).unwrap();
    assert_eq!(found.source, source);
    assert_eq!(found.to_string(), text);
}

#[test]
fn all_of_a_block() {
    let text = "l-image,i-a.jpg,lm-multiply,lx-bw_div_2,ly-N5,lap-top_right,lso-1.5,ldu-2,\
                w-bw_div_3:l-text,i-hi,fs-20,l-end:rt-90,l-end";
    let found = layer(text).unwrap();
    assert_eq!(found.mode, Some(Mode::Multiply));
    let position = Position {
        x: number("bw_div_2"),
        y: number("N5"),
        anchor: Some(Place::TopRight),
        ..Position::default()
    };
    assert_eq!(found.position, position);
    assert_eq!(found.timing, Timing { start: number("1.5"), duration: number("2"), end: None });
    assert_eq!(found.chain, Chain::parse("w-bw_div_3:l-text,i-hi,fs-20,l-end:rt-90"));
    assert_eq!(found.to_string(), text);
}

#[test]
fn in_any_order() {
    let found = layer("l-image,w-10,lxc-3:i-x.png:rt-90,lfo-left,ie-YS5wbmc=,l-end").unwrap();
    assert_eq!(found.source, Source::Image(Input::Base64("a.png".into())));
    assert_eq!(found.position.x_center, number("3"));
    assert_eq!(found.chain, Chain::parse("w-10:rt-90"));
    assert_eq!(layer("l-text,i-a@@b,l-end").unwrap().source, Source::Text(Input::Plain("a@@b".into())));
    assert_eq!(layer("l-text,ie-a b/,l-end").ok().map(|l| l.source), None);
}

#[test]
fn long_texts_are_cut() {
    let plain = layer(&format!("l-text,i-{},l-end", "ä".repeat(3000))).unwrap();
    assert_eq!(plain.source, Source::Text(Input::Plain("ä".repeat(2000))));
    // 2500 characters of base64 are 1875 bytes: half of an ä goes with them.
    let text = Input::Base64("ä".repeat(3000));
    let base64 = layer(&Layer::new(Source::Text(text)).to_string()).unwrap();
    assert_eq!(base64.source, Source::Text(Input::Base64("ä".repeat(937))));
}

#[rstest]
#[case("l-image,i-a.jpg", "`l-image` has no `l-end`")]
#[case("l-image,i-a.jpg,l-text,i-b,l-end", "`l-image` has no `l-end`")]
#[case("l-subtitle,i-a.srt,l-end", "`l-subtitle` is no kind of layer")]
#[case("l-text,fs-10,l-end", "`l-text` lacks what to lay over")]
#[case("l-image,i-,l-end", "`l-image` lacks what to lay over")]
#[case("l-text,ie-!!,l-end", "`ie-!!` can't be decoded")]
#[case("l-text,i-%ff,l-end", "`i-%ff` can't be decoded")]
#[case("l-text,i-a,lx-bw_over_2,l-end", "`lx-bw_over_2`: column 4: `over`")]
#[case("l-text,i-a,lfo-middle,l-end", "`lfo-middle` should be one of center, top,")]
#[case("l-text,i-a,lm-add,l-end", "`lm-add` should be one of multiply, cutter, cutout, displace")]
fn errors_name_the_parameter(#[case] text: &str, #[case] message: &str) {
    match layer(text) {
        Err(error) => assert!(error.to_string().contains(message), "{error}"),
        // The inner layer lacks its end.
        Ok(found) => {
            let inner = layer(&found.chain.to_string()).unwrap_err();
            assert!(inner.to_string().contains("`l-text` has no `l-end`"), "{inner}");
        }
    }
}

fn input(text: &'static str) -> impl Strategy<Value = Input> {
    prop_oneof![text.prop_map(Input::Plain), text.prop_map(Input::Base64)]
}

fn source() -> impl Strategy<Value = Source> {
    let path = "[^/]{1,6}(/[^/]{1,6}){0,2}";
    prop_oneof![
        input(path).prop_map(Source::Image),
        input("\\PC{1,12}").prop_map(Source::Text),
        input(path).prop_map(Source::Video),
        input(path).prop_map(Source::Subtitles),
        Just(Source::Canvas),
    ]
}

fn expression() -> impl Strategy<Value = Option<Expression>> {
    proptest::option::of("(N?[0-9]{1,3}|bw_(div|sub)_[1-9]|iw)".prop_map(|text| number(&text).unwrap()))
}

fn place() -> impl Strategy<Value = Option<Place>> {
    proptest::option::of(proptest::sample::select(Place::NAMES.map(|(_, place)| place).to_vec()))
}

fn chain() -> impl Strategy<Value = Chain> {
    let param = "(w-[0-9]{1,3}|rt-N5|e-grayscale|l-text,i-a,lx-5,l-end|if-w_gt_1,h-3,if-end)";
    let text = "(PARAM([,:]PARAM){0,4})?".replace("PARAM", param);
    proptest::string::string_regex(&text).unwrap().prop_map(|text| Chain::parse(&text))
}

fn any_layer() -> impl Strategy<Value = Layer> {
    let mode = proptest::option::of(proptest::sample::select(Mode::NAMES.map(|(_, mode)| mode).to_vec()));
    let numbers =
        [expression(), expression(), expression(), expression(), expression(), expression(), expression()];
    (source(), mode, numbers, (place(), place()), chain()).prop_map(
        |(source, mode, numbers, places, chain)| {
            let [x, y, x_center, y_center, start, end, duration] = numbers;
            let position = Position { x, y, x_center, y_center, anchor: places.0, focus: places.1 };
            Layer { source, mode, position, timing: Timing { start, end, duration }, chain }
        },
    )
}

proptest! {
    #[test]
    fn written_and_read_again(model in any_layer()) {
        let text = model.to_string();
        let read = layer(&text).unwrap();
        prop_assert_eq!(read.to_string(), text);
        prop_assert_eq!(read, model);
    }

    #[test]
    fn any_text_is_read_or_refused(text in "l-(image|text|\\PC{0,3}),i-\\PC{0,6}([,:](l[xym]-|ie-|w-)\\PC{0,4}){0,3}(,l-end)?") {
        if let Ok(found) = layer(&text) {
            prop_assert_eq!(layer(&found.to_string()).unwrap(), found);
        }
    }
}
