use super::*;
use crate::app::effect::Look;

#[test]
fn pictures_are_asked_for_side_by_side_and_compared() {
    let (mut screen, _) = opened((140, 45));
    let small = pane(&screen).thumbs.in_sight().len();
    assert_eq!(small, 3);
    let looks = |screen: &mut Screen| -> Vec<Look> {
        let look = |effect| match effect {
            Effect::Preview { request, .. } => Some(request.key.look),
            _ => None,
        };
        screen.take().into_iter().filter_map(look).collect()
    };
    screen.press("c");
    assert_eq!(looks(&mut screen), [Look::Small, Look::Small]);
    screen.press("c");
    let against = looks(&mut screen);
    assert!(
        matches!(against.as_slice(), [Look::Against(other)] if other.path == "/products/hero.jpg"),
        "{against:?}"
    );
    screen.press("b");
    assert_eq!(looks(&mut screen), [Look::Small]);
    // Esc first goes back to all files, then to the library.
    screen.press("<Esc>");
    assert_eq!(pane(&screen).way, Way::All);
    screen.take();
    screen.press("<Esc>");
    assert_eq!(calls(&mut screen), [Call::Duplicates(Grouping::End)]);
    assert!(screen.state.overlays.is_empty());
}

/// Says that all pictures that were asked for are here. The names of files of which pictures are fetched ahead.
fn pictures_come(screen: &mut Screen) -> Vec<(String, Look)> {
    let mut ahead = Vec::new();
    while let Some(effect) = (!screen.asked.is_empty()).then(|| screen.asked.remove(0)) {
        let (ticket, requests) = match effect {
            Effect::Thumbs { ticket, requests, .. } => (ticket, requests),
            Effect::Preview { ticket, request, .. } => (ticket, vec![request]),
            Effect::Prefetch { requests } => {
                ahead.extend(requests.into_iter().map(|request| (request.path, request.key.look)));
                continue;
            }
            _ => continue,
        };
        for request in requests {
            let report = Report::new("Could not get it", "it is gone", "");
            screen.send(Msg::Reply(Reply::Picture { ticket, key: request.key, result: Err(report) }));
        }
    }
    ahead
}

#[test]
fn pictures_of_the_groups_beside_are_fetched_when_those_in_sight_are_here() {
    let (mut screen, found) = opened((140, 45));
    play(&mut screen, "]]]]j", &found);
    assert_eq!(pane(&screen).place.group, 1);
    let fetched = |screen: &Screen| screen.asked.iter().any(|e| matches!(e, Effect::Prefetch { .. }));
    assert!(!fetched(&screen), "those in sight come first");
    let ahead = pictures_come(&mut screen);
    assert_eq!(ahead.len(), 5, "the next group and the one before: {ahead:?}");
    assert!(ahead[0].0.starts_with("/a/s") && ahead[2].0.starts_with("/products/hero"), "{ahead:?}");
    // Nothing is asked for twice.
    screen.send(Msg::Wake(12345));
    assert_eq!(screen.take(), []);
    // The last group has only one before it, the kept file of which stands first.
    let lamps = ["/b/lamp copy.jpg", "/a/lamp.jpg"].map(|path| (path.to_owned(), Look::Small));
    play(&mut screen, "j", &found);
    assert_eq!(pictures_come(&mut screen), lamps);
    // Compared, pictures are larger.
    play(&mut screen, "c", &found);
    assert_eq!(pictures_come(&mut screen), lamps);
}
