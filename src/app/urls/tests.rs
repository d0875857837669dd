//! The builder, driven by keys.

use crate::app::dialog::Overlay;
use crate::app::effect::{Effect, Look, Slot};
use crate::app::msg::Msg;
use crate::app::testing::{file, start};
use crate::app::tests::screen::Screen;
use crate::app::urls::{Builder, Compare};

const WIDE: (u16, u16) = (140, 45);

fn builder(screen: &Screen) -> &Builder {
    match screen.state.overlays.last() {
        Some(Overlay::Urls(builder)) => builder,
        other => panic!("{other:?} is no builder"),
    }
}

/// The builder, open on a public picture, or on a private one.
fn opened(size: (u16, u16), private: bool) -> Screen {
    let mut picture = file(1, "hero é.jpg");
    picture.private = private;
    let mut screen = Screen::with(size, vec![picture]);
    screen.play("Gu");
    screen
}

fn chain(screen: &Screen) -> String {
    builder(screen).draft.to_string()
}

fn copied(screen: &mut Screen) -> String {
    let copied = screen.take().into_iter().find_map(|effect| match effect {
        Effect::Copy(text) => Some(text),
        _ => None,
    });
    copied.expect("something was copied")
}

/// The URLs of results that were asked for.
fn asked(screen: &mut Screen) -> Vec<String> {
    let url = |effect| match effect {
        Effect::Preview { slot: Slot::Result, request, .. } => request.url,
        _ => None,
    };
    screen.take().into_iter().filter_map(url).collect()
}

#[test]
fn a_width_is_typed_and_each_key_asks_for_a_picture() {
    let mut screen = opened(WIDE, false);
    screen.take();
    screen.press("aw<Enter>600");
    let asked = asked(&mut screen);
    let ends: Vec<_> =
        asked.iter().filter_map(|url| url.split_once("?tr=")).map(|(_, chain)| chain).collect();
    // 6 alone is a width as well.
    assert_eq!(ends, ["w-400", "w-6", "w-60", "w-600"]);
    screen.play("<Enter>ah<Enter>0.5<Enter>");
    assert_eq!(chain(&screen), "w-600,h-0.5");
    screen.press("y");
    assert_eq!(copied(&mut screen), "http://127.0.0.1:9/local/hero%20%C3%A9.jpg?tr=w-600,h-0.5");
}

#[test]
fn a_value_that_is_wrong_is_told_and_asks_for_nothing() {
    let mut screen = opened(WIDE, false);
    screen.play("aq<Enter>80<Enter>");
    screen.take();
    screen.press("<Enter>0");
    assert_eq!(chain(&screen), "q-800");
    assert!(screen.text().contains("Quality takes 1 to 100"));
    assert_eq!(asked(&mut screen), [""; 0]);
    screen.press("<Esc>");
    assert_eq!(chain(&screen), "q-80");
}

#[test]
fn words_are_chosen_by_tab() {
    let mut screen = opened(WIDE, false);
    screen.play("af<Enter>");
    screen.press("av<Tab>");
    assert_eq!(chain(&screen), "f-avif");
    screen.press("<Tab>");
    assert_eq!(chain(&screen), "f-jpg");
    screen.press("p<Tab><Enter>");
    assert_eq!(chain(&screen), "f-png");
    screen.press("l");
    assert_eq!(chain(&screen), "f-gif");
}

#[test]
fn numbers_are_nudged_in_even_steps_within_their_range() {
    let mut screen = opened(WIDE, false);
    screen.play("aw<Enter>403<Enter>ll");
    assert_eq!(chain(&screen), "w-420");
    screen.play("ho");
    screen.play("aq<Enter>97<Enter>ll");
    assert_eq!(chain(&screen), "w-410,q-100");
    screen.play("art<Enter>0<Enter>h");
    assert!(chain(&screen).ends_with("rt-N5"), "{}", chain(&screen));
}

#[test]
fn an_overlay_is_a_form_inside_of_the_form() {
    let mut screen = opened(WIDE, false);
    screen.play("aw<Enter><Enter>atext<Enter>Sale é<Enter>afs<Enter>60<Enter>");
    assert_eq!(chain(&screen), "w-400,l-text,ie-U2FsZSDDqQ%3D%3D,fs-60,l-end");
    let text = screen.text();
    assert!(text.contains("Text overlay") && text.contains("Sale é"), "{text}");
    screen.play("aimage<Enter>/logo/a b.png<Enter>");
    let both = "w-400,l-text,ie-U2FsZSDDqQ%3D%3D,fs-60,l-end,l-image,i-logo@@a b.png,l-end";
    assert_eq!(chain(&screen), both);
}

#[test]
fn lines_are_switched_off_moved_removed_and_brought_back() {
    let mut screen = opened(WIDE, false);
    screen.play("aw<Enter>5<Enter>ah<Enter>6<Enter>");
    screen.play(" ");
    assert_eq!(chain(&screen), "w-5");
    screen.play(" K");
    assert_eq!(chain(&screen), "h-6,w-5");
    screen.play("Aart<Enter>90<Enter>d");
    assert_eq!(chain(&screen), "h-6,w-5");
    screen.play("u");
    assert_eq!(chain(&screen), "h-6,w-5:rt-90");
    screen.play("u");
    assert_eq!(chain(&screen), "h-6,w-5");
    screen.play("<C-r>");
    assert_eq!(chain(&screen), "h-6,w-5:rt-90");
}

#[test]
fn text_and_form_are_one() {
    let mut screen = opened(WIDE, false);
    screen.play("e");
    screen.press("w-300,l-text,i-Hi,fs-20,l-end:rt-90");
    let text = screen.text();
    assert!(text.contains("Step 2") && text.contains("Font size"), "{text}");
    screen.press("<Enter>");
    assert_eq!(chain(&screen), "w-300,l-text,i-Hi,fs-20,l-end:rt-90");
    screen.play("e");
    screen.press("<C-u>w-1<Esc>");
    assert_eq!(chain(&screen), "w-300,l-text,i-Hi,fs-20,l-end:rt-90");
}

#[test]
fn warnings_name_what_does_not_work_together() {
    let mut screen = opened(WIDE, false);
    screen.play("e");
    screen.press("w-5,h-5,ar-4-3");
    let text = screen.text();
    assert!(text.contains("Aspect ratio: ignored: width and height"), "{text}");
}

#[test]
fn what_is_private_is_signed_and_the_time_can_be_told() {
    let mut screen = opened(WIDE, true);
    let until = start().as_second();
    screen.press("y");
    assert!(copied(&mut screen).contains(&format!("?ik-t={}&ik-s=", until + 3600)));
    screen.press("S<C-u>30m<Enter>y");
    assert!(copied(&mut screen).contains(&format!("ik-t={}&", until + 1800)));
    screen.press("S<C-u>soon<Enter>");
    assert!(screen.text().contains("soon is no time"));
    screen.press("<C-u><Enter>y");
    assert!(copied(&mut screen).contains("?ik-s="));
}

#[test]
fn the_signature_changes_with_the_time_and_the_picture_does_not() {
    let mut screen = opened(WIDE, true);
    screen.answer();
    screen.take();
    screen.send(Msg::Now(start() + jiff::SignedDuration::from_secs(7)));
    assert_eq!(asked(&mut screen), [""; 0]);
}

#[test]
fn ways_to_compare() {
    let mut screen = opened(WIDE, false);
    assert_eq!(builder(&screen).preview.compare, Compare::Beside);
    assert!(screen.text().contains("before"));
    let look = |screen: &mut Screen| {
        let find = |effect| match effect {
            Effect::Preview { slot: Slot::Result, request, .. } => Some(request.key.look),
            _ => None,
        };
        screen.take().into_iter().find_map(find)
    };
    screen.take();
    screen.press("b");
    assert!(matches!(look(&mut screen), Some(Look::Split(_))));
    screen.press("b");
    assert!(matches!(look(&mut screen), Some(Look::Difference(_))));
    screen.play("b<Tab>");
    assert_eq!(builder(&screen).preview.compare, Compare::Before);
    screen.take();
    screen.press("<Tab>");
    assert_eq!(builder(&screen).preview.compare, Compare::After);
    // The result is at hand: nothing is fetched to change over.
    assert_eq!(look(&mut screen), None);
}

#[test]
fn avif_comes_again_in_a_format_that_can_be_shown() {
    let mut screen = opened(WIDE, false);
    screen.play("e");
    screen.press("w-20,f-avif");
    let last = screen.take().into_iter().rev().find_map(|effect| match effect {
        Effect::Preview { slot: Slot::Result, request, .. } => Some(request),
        _ => None,
    });
    let instead = last.and_then(|request| request.instead).expect("another URL");
    assert!(instead.ends_with("?tr=w-20,f-avif:f-png"), "{instead}");
}

#[test]
fn presets_are_kept_used_and_forgotten() {
    let mut screen = opened(WIDE, false);
    screen.play("p");
    assert!(screen.text().contains("no transformation is kept yet"));
    screen.play("aw<Enter>120<Enter>Pcard<Enter>");
    let kept = screen.take().into_iter().find_map(|effect| match effect {
        Effect::KeepPresets(presets) => Some(presets),
        _ => None,
    });
    assert_eq!(kept.expect("kept").get("card").map(String::as_str), Some("w-120"));
    screen.play("<Esc>u");
    assert_eq!(chain(&screen), "");
    screen.play("p<Enter>");
    assert_eq!(chain(&screen), "w-120");
    screen.play("p<Delete>");
    assert!(screen.state.presets.is_empty());
}

#[test]
fn forms_are_copied_by_name() {
    let mut screen = opened(WIDE, false);
    screen.play("aw<Enter>300<Enter>2Ysrcset<Enter>");
    let text = copied(&mut screen);
    assert!(text.starts_with("<img ") && text.contains("srcset=") && text.contains("dpr-2"), "{text}");
    assert!(screen.text().contains("copied"));
}

#[test]
fn a_pasted_url_is_explained_and_edited() {
    let mut screen = opened(WIDE, true);
    screen.press("aw<Enter>300<Enter>y");
    let url = copied(&mut screen);
    screen.press("<Esc>");
    screen.send(Msg::Paste(url.clone()));
    assert!(screen.text().contains("valid until"), "{}", screen.text());
    screen.press("<Esc>");
    screen.send(Msg::Paste(url.replace("w-300", "w-301")));
    assert!(screen.text().contains("The right URL"), "{}", screen.text());
    screen.press("y");
    assert!(copied(&mut screen).contains("w-301"));
    screen.play("<Enter>");
    assert_eq!(chain(&screen), "w-301");
    assert_eq!(builder(&screen).subject.pixels, (1600, 1200));
}

#[test]
fn a_url_of_elsewhere_is_refused_with_the_way_out() {
    let mut screen = opened(WIDE, false);
    screen.press("<Esc>");
    screen.send(Msg::Paste("https://example.com/a.jpg".to_owned()));
    assert!(screen.state.overlays.is_empty());
    assert!(screen.text().contains("not under the endpoint"), "{}", screen.text());
    screen.play("Uhttps://example.com/a.jpg<Enter>");
    assert!(screen.text().contains("not under the endpoint"));
}

#[test]
fn the_builder_looks_right() {
    for size in [(140, 45), (80, 24), (40, 12), (20, 5)] {
        let mut screen = opened(size, true);
        screen.play("e");
        screen.press(
            "w-400,h-300,fo-auto,q-101:l-text,i-Summer Sale,fs-48,co-FFFFFF,lfo-bottom_right,l-end<Enter>",
        );
        screen.answer();
        insta::assert_snapshot!(format!("builder_{}x{}", size.0, size.1), screen.text());
        screen.play("a");
        screen.press("gra");
        insta::assert_snapshot!(format!("adding_{}x{}", size.0, size.1), screen.text());
    }
}
