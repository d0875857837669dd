//! The files of settings: written, checked, and what they make of the keys.

use std::fs;

use crate::served::{Ended, ikt};

struct Home(tempfile::TempDir);

impl Home {
    fn new() -> Self {
        Self(tempfile::tempdir().expect("a folder"))
    }

    fn run(&self, args: &[&str]) -> Ended {
        let mut command = ikt(self.0.path());
        command.args(args);
        Ended::of(command, "")
    }

    fn write(&self, name: &str, text: &str) {
        let folder = self.0.path().join(".config/ikt");
        fs::create_dir_all(&folder).expect("a folder");
        fs::write(folder.join(name), text).expect("a file");
    }
}

#[test]
fn the_file_is_written_once_and_is_fine() {
    let home = Home::new();
    assert!(home.run(&["config"]).code(0).out.contains("does not exist"));
    assert!(home.run(&["config", "--init"]).code(0).out.contains("config.toml"));
    assert!(home.run(&["config"]).code(0).out.contains("is fine"));
    let again = home.run(&["config", "--init"]).code(1);
    assert!(again.err.contains("is there already"), "{}", again.err);
    assert!(home.run(&["config", "--show"]).code(0).out.contains("#theme = \"auto\""));
}

#[test]
fn what_is_wrong_is_told_with_file_line_column_and_key() {
    let home = Home::new();
    home.write("config.toml", "ascii = true\nthene = \"dark\"\n");
    let told = home.run(&["config"]).code(1).err;
    assert!(told.contains("config.toml") && told.contains("line 2, column 1"), "{told}");
    assert!(told.contains("`thene`; did you mean `theme`?"), "{told}");
    home.write("config.toml", "[keys.browse]\n\"g h\" = \"go-rot\"\n");
    let told = home.run(&["keys"]).code(1).err;
    assert!(told.contains("line 2, column 1") && told.contains("did you mean `go-root`?"), "{told}");
}

#[test]
fn keys_are_listed_as_the_file_makes_them() {
    let home = Home::new();
    home.write("config.toml", "[keys.browse]\n\"g h\" = \"go-root\"\n\"g r\" = \"none\"\n");
    let listed = home.run(&["keys", "--json"]).code(0).values();
    let row = listed.iter().find(|row| row["action"] == "go-root").expect("a row");
    assert_eq!(row["keys"], serde_json::json!(["g h"]));
    assert_eq!(row["context"], "browse");
    assert!(home.run(&["keys"]).code(0).lines().len() == listed.len());
}

#[test]
fn a_profile_is_made_read_only_and_given_another_endpoint() {
    let home = Home::new();
    let profile = "default = \"work\"\n[profiles.work]\nurl_endpoint = \"https://ik.imagekit.io/x\"\npublic_key = \"public_x\"\n";
    home.write("profiles.toml", profile);
    home.run(&["profiles", "read-only", "work"]).code(0);
    home.run(&["profiles", "endpoint", "work", "https://img.example.com/"]).code(0);
    let listed = home.run(&["profiles", "--json"]).code(0).values();
    assert_eq!(listed[0]["readOnly"], true);
    assert_eq!(listed[0]["moreEndpoints"], serde_json::json!(["https://img.example.com"]));
    home.run(&["profiles", "read-only", "work", "--off"]).code(0);
    assert_eq!(home.run(&["profiles", "--json"]).code(0).values()[0]["readOnly"], false);
    assert_eq!(home.run(&["profiles", "read-only", "ghost"]).code, 3);
}
