use std::collections::HashMap;

use proptest::prelude::*;

use super::*;

#[test]
fn every_default_key_can_be_read_and_means_one_thing_where_it_is() {
    let mut seen = HashMap::new();
    for def in ACTIONS {
        for text in def.keys {
            let keys = parse(text).unwrap_or_else(|| panic!("{text} is no key"));
            if let Some(other) = seen.insert((def.context, keys), def.action) {
                panic!("{text} is {other:?} and {:?}", def.action);
            }
        }
    }
}

#[test]
fn no_binding_is_the_beginning_of_another_in_the_same_place() {
    let map = KeyMap::default();
    for a in &map.0 {
        for b in &map.0 {
            let same = a.action.def().context == b.action.def().context;
            assert!(!same || a.keys == b.keys || !b.keys.starts_with(&a.keys), "{a:?} {b:?}");
        }
    }
}

#[test]
fn look_up_prefers_the_inner_context() {
    let map = KeyMap::default();
    let key = |text| parse(text).expect("a literal");
    let at = |text, contexts: &[Context]| map.look_up(&key(text), contexts);
    assert_eq!(at("x", &[Context::Jobs, Context::Everywhere]), Lookup::Found(Action::JobCancel));
    assert_eq!(at("x", &[Context::List, Context::Browse]), Lookup::Found(Action::Cut));
    assert_eq!(at("g", &[Context::List, Context::Browse]), Lookup::Prefix);
    assert_eq!(at("g g", &[Context::List, Context::Browse]), Lookup::Found(Action::Top));
    assert_eq!(at("ctrl-q", &[Context::List, Context::Browse]), Lookup::Nothing);
    assert_eq!(map.keys_of(Action::Top), "g g");
    assert_eq!(map.continuations(&key("g"), &[Context::Browse]).len(), 6);
}

fn setting(context: &str, keys: &str, action: &str) -> KeySetting {
    KeySetting { context: context.into(), keys: keys.into(), action: action.into(), at: (3, 1) }
}

fn mistake(settings: &[KeySetting]) -> String {
    KeyMap::with(settings).expect_err("must fail").to_string()
}

#[test]
fn keys_are_given_taken_and_given_to_another() {
    let map = KeyMap::with(&[
        setting("browse", "g h", "go-root"),
        setting("browse", "g r", "none"),
        setting("browse", "x", "paste"),
    ])
    .expect("a map");
    let at = |text| map.look_up(&parse(text).expect("keys"), &[Context::List, Context::Browse]);
    assert_eq!(at("g h"), Lookup::Found(Action::GoRoot));
    assert_eq!(at("g r"), Lookup::Nothing);
    assert_eq!(at("x"), Lookup::Found(Action::Paste));
    assert_eq!(map.keys_of(Action::Cut), "");
    assert_eq!(map.all_keys_of(Action::Paste), ["p", "x"]);
}

#[test]
fn what_is_wrong_is_named_with_its_line() {
    assert_eq!(
        mistake(&[setting("brows", "x", "paste")]),
        "line 3, column 1: there is no context `brows`; did you mean `browse`?"
    );
    assert!(mistake(&[setting("browse", "x", "past")]).contains("did you mean `paste`?"));
    assert!(mistake(&[setting("browse", "x", "job-pause")]).contains("belongs into [keys.jobs]"));
    for keys in ["", "hyper-x", "f13", "ab", "g  g", " "] {
        assert!(mistake(&[setting("browse", keys, "paste")]).contains("is no key"), "{keys:?}");
    }
    assert!(mistake(&[setting("browse", "g", "paste")]).contains("beginning of the other"));
    assert!(mistake(&[setting("browse", "x y", "paste")]).contains("beginning of the other"));
    let twice = [setting("browse", "x", "paste"), setting("browse", "x", "none")];
    assert!(mistake(&twice).contains("given twice"));
    let freed = [setting("browse", "x y", "paste"), setting("browse", "x", "none")];
    assert!(KeyMap::with(&freed).is_ok(), "a later line takes the shorter one away");
}

#[test]
fn names_are_one_of_a_kind_and_found_again() {
    for context in Context::ALL {
        assert_eq!(Context::named(context.name()), Some(*context));
    }
    let mut names: Vec<_> = ACTIONS.iter().map(|def| def.action.name()).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), ACTIONS.len());
    assert_eq!((Action::GoRoot.name(), Action::Tab1.name()), ("go-root", "tab-1"));
}

fn any_setting() -> impl Strategy<Value = (usize, String, bool)> {
    let key = prop_oneof![
        "[a-zA-Z0-9!?.]",
        "ctrl-[a-z]",
        "alt-[a-z]",
        Just("space".to_owned()),
        Just("f7".to_owned())
    ];
    (0..ACTIONS.len(), prop::collection::vec(key, 1..3).prop_map(|keys| keys.join(" ")), any::<bool>())
}

proptest! {
    /// In a map that loads, every binding can be pressed and has its action, and what was given is there.
    #[test]
    fn a_map_that_loads_does_what_it_says(lines in prop::collection::vec(any_setting(), 0..6)) {
        let settings: Vec<_> = lines.iter().filter_map(|(n, keys, on)| {
            let def = ACTIONS.get(*n)?;
            Some(setting(def.context.name(), keys, if *on { def.action.name() } else { "none" }))
        }).collect();
        if let Ok(map) = KeyMap::with(&settings) {
            for (context, keys, action) in map.bindings() {
                let keys = parse(&keys).expect("what is written can be read");
                prop_assert_eq!(map.look_up(&keys, &[context]), Lookup::Found(action));
                for end in 1..keys.len() {
                    prop_assert_eq!(map.look_up(&keys[..end], &[context]), Lookup::Prefix);
                }
            }
            for ((n, keys, on), setting) in lines.iter().zip(&settings) {
                let keys = parse(keys).expect("a key");
                let found = map.look_up(&keys, &[Context::named(&setting.context).expect("a context")]);
                prop_assert_eq!(found == Lookup::Found(ACTIONS[*n].action), *on);
            }
        }
    }
}
