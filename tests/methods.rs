//! What the README of the Python SDK 4.1.0 lists, method by method: how a client, the local library and the
//! command line do it, which keys of the terminal, and which tests show it. A row that lacks one of these
//! fails.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use ikt::api::{Client, Error, Receipt, Upload};
use ikt::server::{Running, Settings, start};
use reqwest::Method;
use serde_json::{Value, json};

/// How one method of the README is there.
struct Row {
    /// Its name in the SDK, as the README and `tests/sdk/python4.py` have it.
    method: &'static str,
    /// Method and path of the API; `None` for what needs no call.
    route: Option<&'static str>,
    /// The words after `ikt`.
    subcommand: &'static str,
    /// The function of a test under `tests/`.
    test: &'static str,
    /// The keys, as the README documents them, from the list of files.
    keys: &'static str,
    /// The function of a test under `tests/app/` that presses them in the real loop against the local
    /// library.
    pressed: &'static str,
}

/// One row a line: `method: function, route, subcommand, test, keys => pressed`.
macro_rules! table {
    ($($method:ident: $function:path, $route:expr, $subcommand:literal, $test:ident,
        $keys:literal => $pressed:ident;)*) => {
        [$({
            // Fails to compile when there is no such function.
            let _ = $function;
            Row {
                method: stringify!($method),
                route: $route,
                subcommand: $subcommand,
                test: stringify!($test),
                keys: $keys,
                pressed: stringify!($pressed),
            }
        }),*]
    };
}

/// [`Client::upload`] without its open type, so that it has a name.
async fn upload(client: &Client, upload: &Upload) -> Result<Receipt, Error> {
    client.upload(upload, |_| ()).await
}

#[rustfmt::skip]
fn table() -> Vec<Row> {
    table! {
        upload_file: upload, Some("POST /api/v1/files/upload"), "upload", an_upload_is_stored_only_if_its_checks_hold, "a" => a_tree_goes_up_over_cut_connections_and_again_without_a_second_copy;
        list_files: Client::list_details, Some("GET /v1/files"), "ls", every_field_and_operator_is_answered, "/" => all_matches_of_a_search_are_tagged;
        get_file_details: Client::details, Some("GET /v1/files/{id}/details"), "stat", a_file_has_the_fields_of_the_service, "i" => a_description_is_written_and_fields_are_copied;
        get_file_versions: Client::versions, Some("GET /v1/files/{id}/versions"), "versions", versions_are_listed_restored_and_deleted, "V" => a_file_goes_back_to_its_version_of_before;
        get_file_version_details: Client::version, Some("GET /v1/files/{id}/versions/{version}"), "versions", versions_are_listed_restored_and_deleted, "V Y" => the_details_of_one_version_are_copied;
        update_file_details: Client::update, Some("PATCH /v1/files/{id}/details"), "set", details_change_as_asked, "N" => a_description_is_written_and_fields_are_copied;
        add_tags: Client::add_tags, Some("POST /v1/files/addTags"), "tag", tags_are_added_and_removed, "t" => every_verb_by_keys_leaves_the_library_as_asked;
        remove_tags: Client::remove_tags, Some("POST /v1/files/removeTags"), "untag", tags_are_added_and_removed, "T d" => a_tag_is_renamed_merged_and_removed_everywhere;
        remove_ai_tags: Client::remove_ai_tags, Some("POST /v1/files/removeAITags"), "untag-ai", calls_about_files_ask_as_documented, "t" => ai_tags_are_removed_and_made_tags;
        delete_file: Client::delete, Some("DELETE /v1/files/{id}"), "rm", a_deleted_file_is_gone_with_its_versions_and_bytes, "D" => one_file_is_deleted_for_ever_by_the_word;
        delete_file_version: Client::delete_version, Some("DELETE /v1/files/{id}/versions/{version}"), "rm", versions_are_listed_restored_and_deleted, "V d" => one_version_is_deleted_and_never_the_current_one;
        bulk_file_delete: Client::delete_many, Some("POST /v1/files/batch/deleteByFileIds"), "rm", a_hundred_files_are_deleted_at_once, "* D" => every_verb_by_keys_leaves_the_library_as_asked;
        copy_file: Client::copy_file, Some("POST /v1/files/copy"), "cp", a_copy_is_a_new_file, "c p" => every_verb_by_keys_leaves_the_library_as_asked;
        move_file: Client::move_file, Some("POST /v1/files/move"), "mv", a_moved_file_keeps_its_id_and_versions, "x p" => a_bulk_move_survives_429s_and_cut_connections;
        rename_file: Client::rename_file, Some("PUT /v1/files/rename"), "rename", a_renamed_file_has_a_rewritten_name, "r" => every_verb_by_keys_leaves_the_library_as_asked;
        restore_file_version: Client::restore_version, Some("PUT /v1/files/{id}/versions/{version}/restore"), "restore", versions_are_listed_restored_and_deleted, "V r" => a_file_goes_back_to_its_version_of_before;
        create_folder: Client::create_folder, Some("POST /v1/folder"), "mkdir", folders_are_made_and_deleted, "n" => every_verb_by_keys_leaves_the_library_as_asked;
        delete_folder: Client::delete_folder, Some("DELETE /v1/folder"), "rmdir", folders_are_made_and_deleted, "D" => every_verb_of_folders_leaves_the_library_as_asked;
        copy_folder: Client::copy_folder, Some("POST /v1/bulkJobs/copyFolder"), "cp", a_folder_is_copied_with_its_versions, "c p" => every_verb_of_folders_leaves_the_library_as_asked;
        move_folder: Client::move_folder, Some("POST /v1/bulkJobs/moveFolder"), "mv", a_folder_is_moved_whole_or_onto_another, "x p" => every_verb_of_folders_leaves_the_library_as_asked;
        get_bulk_job_status: Client::job, Some("GET /v1/bulkJobs/{job}"), "job", a_job_goes_on_after_a_restart, "x p" => every_verb_of_folders_leaves_the_library_as_asked;
        purge_file_cache: Client::purge, Some("POST /v1/files/purge"), "purge", a_purge_is_followed, "X" => urls_are_purged_and_followed_to_the_end;
        get_purge_file_cache_status: Client::purge_status, Some("GET /v1/files/purge/{request}"), "purge", a_purge_is_followed, "X" => urls_are_purged_and_followed_to_the_end;
        get_file_metadata: Client::metadata, Some("GET /v1/files/{id}/metadata"), "meta", metadata_comes_by_id_by_url_and_with_an_upload, "e" => the_metadata_of_a_file_is_searched_and_copied;
        get_remote_file_url_metadata: Client::metadata_of_url, Some("GET /v1/metadata"), "meta", metadata_comes_by_id_by_url_and_with_an_upload, "e U" => the_metadata_of_a_url_is_asked_for;
        create_custom_metadata_fields: Client::create_field, Some("POST /v1/customMetadataFields"), "fields create", fields_of_every_type, "M n" => a_field_is_made_with_its_rules;
        get_custom_metadata_fields: Client::fields, Some("GET /v1/customMetadataFields"), "fields list", fields_of_every_type, "M" => a_field_is_changed_and_deleted_and_its_name_stays_taken;
        update_custom_metadata_fields: Client::update_field, Some("PATCH /v1/customMetadataFields/{id}"), "fields update", fields_are_changed, "M Enter" => a_field_is_changed_and_deleted_and_its_name_stays_taken;
        delete_custom_metadata_field: Client::delete_field, Some("DELETE /v1/customMetadataFields/{id}"), "fields delete", a_deleted_field_takes_its_values_with_it_and_keeps_its_name, "M d" => a_field_is_changed_and_deleted_and_its_name_stays_taken;
        url: ikt::url::classic::build, None, "url", batches_of_urls_match_the_sdks, "u" => a_signed_overlay_as_srcset_in_26_keys;
        get_authentication_parameters: ikt::url::auth::signature, None, "auth-params", batches_match_the_sdk, "S" => upload_parameters_are_made_and_copied;
        phash_distance: ikt::phash::distance, None, "phash", batches_match_the_sdk, "S" => the_distance_of_two_files_and_of_two_texts;
    }.into()
}

#[tokio::test]
async fn every_method_of_the_readme_is_there() {
    let (library, script) = (Library::new().await, script());
    let (tests, of_keys, documented) = (tests("tests"), tests("tests/app"), documented_keys());
    let mut lacking = Vec::new();
    for row in table() {
        let mut needs = |is_there: bool, what: &str| {
            if !is_there {
                lacking.push(format!("{} lacks {what}", row.method));
            }
        };
        if let Some(route) = row.route {
            needs(library.serves(route).await, &format!("the route {route}"));
        }
        needs(is_subcommand(row.subcommand), &format!("the subcommand `ikt {}`", row.subcommand));
        needs(is_test(&tests, row.test), &format!("the test {}", row.test));
        needs(is_test(&of_keys, row.pressed), &format!("the test of keys {}", row.pressed));
        let pressed = presses(&of_keys, row.pressed);
        for key in row.keys.split(' ') {
            needs(documented.iter().any(|own| own == key), &format!("{key} in the README"));
            let is_it = |own: &String| own.eq_ignore_ascii_case(key) && (own == key || key.len() > 1);
            needs(pressed.iter().any(is_it), &format!("{key} in {}", row.pressed));
        }
        needs(is_checked(&script, row.method), "a check in tests/sdk/python4.py");
    }
    assert!(lacking.is_empty(), "{lacking:#?}");
    library.running.shutdown().await;
}

#[test]
fn the_table_has_all_methods_once() {
    let mut methods: Vec<_> = table().iter().map(|row| row.method).collect();
    methods.sort_unstable();
    methods.dedup();
    // 28 of file management, upload, authentication parameters, pHash distance.
    assert_eq!(methods.len(), 32);
}

#[tokio::test]
async fn what_is_not_there_is_noticed() {
    let library = Library::new().await;
    assert!(!library.serves("GET /v1/files/{id}/colours").await);
    assert!(!library.serves("DELETE /v1/files/addTags/twice").await);
    assert!(!is_subcommand("paint") && !is_subcommand("fields paint"));
    let source = "async fn it_helps() {}\n#[tokio::test]\nasync fn it_works() {}\n#[test]\n#[ignore]\nfn it_waits() {}";
    let tests = vec![source.to_owned()];
    assert!(is_test(&tests, "it_works") && !is_test(&tests, "it_helps"));
    assert!(!is_test(&tests, "it_waits") && !is_test(&tests, "it"));
    let source = "async fn it_works() {\n    rig.press(\"g p\");\n}\nfn other() {\n    rig.press(\"x\");\n}";
    assert_eq!(presses(&[source.to_owned()], "it_works"), ["g", "p"]);
    assert!(is_checked("@check(\"add_tags\", \"tags\")", "tags") && !is_checked("add_tags()", "add_tags"));
    library.running.shutdown().await;
}

/// A library to ask for routes.
struct Library {
    running: Running,
    http: reqwest::Client,
    _data: tempfile::TempDir,
}

impl Library {
    async fn new() -> Self {
        let data = tempfile::tempdir().unwrap();
        let settings = Settings { empty: true, ..Settings::new(data.path().to_owned()) };
        let running = start(settings).await.unwrap();
        // An error says that one is installed already.
        let _ = rustls::crypto::ring::default_provider().install_default();
        Self { running, http: reqwest::Client::builder().no_proxy().build().unwrap(), _data: data }
    }

    /// Whether anything answers there: what the library doesn't know it says to be unsupported.
    async fn serves(&self, route: &str) -> bool {
        let (method, path) = route.split_once(' ').unwrap();
        let path: Vec<_> =
            path.split('/').map(|part| if part.starts_with('{') { GHOST } else { part }).collect();
        let account = self.running.account();
        let request = self
            .http
            .request(Method::from_bytes(method.as_bytes()).unwrap(), account.api + &path.join("/"))
            .basic_auth(account.private_key.reveal(), None::<&str>)
            .json(&json!({}));
        let answer: Value = request.send().await.unwrap().json().await.unwrap();
        let message = answer["message"].as_str().unwrap_or_default();
        !message.starts_with("This local library does not support")
    }
}

/// An id of nothing.
const GHOST: &str = "0123456789abcdef01234567";

/// Whether `ikt` knows the subcommand, by its help.
fn is_subcommand(words: &str) -> bool {
    let mut ikt = Command::new(env!("CARGO_BIN_EXE_ikt"));
    ikt.arg("help").args(words.split(' ')).stdout(Stdio::null()).stderr(Stdio::null());
    ikt.status().unwrap().success()
}

/// The sources of all tests in a folder but of these.
fn tests(folder: &str) -> Vec<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let mut sources = Vec::new();
    let mut folders = vec![root];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path: PathBuf = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|is| is == "rs") && !path.ends_with("tests/methods.rs") {
                sources.push(fs::read_to_string(path).unwrap());
            }
        }
    }
    sources
}

/// Whether one of the sources has a test function of that name that isn't ignored.
fn is_test(sources: &[String], name: &str) -> bool {
    sources.iter().any(|source| {
        let lines: Vec<_> = source.lines().map(str::trim).collect();
        lines.iter().enumerate().any(|(at, line)| {
            let line = line.trim_start_matches("async ");
            let is_it = line.strip_prefix("fn ").and_then(|rest| rest.strip_prefix(name));
            let attributes = || lines.iter().take(at).rev().take_while(|line| line.starts_with("#["));
            is_it.is_some_and(|rest| rest.starts_with('('))
                && attributes().any(|line| {
                    ["#[test]", "#[tokio::test", "#[rstest]"].iter().any(|is| line.starts_with(is))
                })
                && !attributes().any(|line| line.starts_with("#[ignore"))
        })
    })
}

/// The keys that a test presses, one by one.
fn presses(sources: &[String], name: &str) -> Vec<String> {
    let head = format!("fn {name}() {{");
    let bodies = sources.iter().filter_map(|source| source.split_once(&head));
    let bodies = bodies.map(|(_, rest)| rest.split("\n}").next().unwrap_or_default());
    let pressed = bodies.flat_map(|body| body.split("press(\"").skip(1));
    let keys = pressed.flat_map(|after| after.split('"').next().unwrap_or_default().split(' '));
    keys.map(str::to_owned).collect()
}

/// The keys in the table of the README.
fn documented_keys() -> Vec<String> {
    let readme = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md")).unwrap();
    let rows = readme.lines().filter_map(|line| line.strip_prefix("| `"));
    let cells = rows.filter_map(|row| row.split(" | ").next());
    cells.flat_map(|keys| keys.split(['`', ' '])).map(str::to_owned).collect()
}

/// The script that drives the SDK.
fn script() -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sdk/python4.py")).unwrap()
}

/// Whether the script has a check that is named after the method, and so has to call it.
fn is_checked(script: &str, method: &str) -> bool {
    let quoted = format!("\"{method}\"");
    script.lines().any(|line| line.starts_with("@check(") && line.contains(&quoted))
}
