//! What the README of the Python SDK 4.1.0 lists, method by method: how a client, the local library and the
//! command line do it, and which test shows it. A row that lacks one of these fails.

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
}

/// One row a line: `method: function, route, subcommand, test`.
macro_rules! table {
    ($($method:ident: $function:path, $route:expr, $subcommand:literal, $test:ident;)*) => {
        [$({
            // Fails to compile when there is no such function.
            let _ = $function;
            Row {
                method: stringify!($method),
                route: $route,
                subcommand: $subcommand,
                test: stringify!($test),
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
        upload_file: upload, Some("POST /api/v1/files/upload"), "upload", an_upload_is_stored_only_if_its_checks_hold;
        list_files: Client::list_details, Some("GET /v1/files"), "ls", every_field_and_operator_is_answered;
        get_file_details: Client::details, Some("GET /v1/files/{id}/details"), "stat", a_file_has_the_fields_of_the_service;
        get_file_versions: Client::versions, Some("GET /v1/files/{id}/versions"), "versions", versions_are_listed_restored_and_deleted;
        get_file_version_details: Client::version, Some("GET /v1/files/{id}/versions/{version}"), "versions", versions_are_listed_restored_and_deleted;
        update_file_details: Client::update, Some("PATCH /v1/files/{id}/details"), "set", details_change_as_asked;
        add_tags: Client::add_tags, Some("POST /v1/files/addTags"), "tag", tags_are_added_and_removed;
        remove_tags: Client::remove_tags, Some("POST /v1/files/removeTags"), "untag", tags_are_added_and_removed;
        remove_ai_tags: Client::remove_ai_tags, Some("POST /v1/files/removeAITags"), "untag-ai", calls_about_files_ask_as_documented;
        delete_file: Client::delete, Some("DELETE /v1/files/{id}"), "rm", a_deleted_file_is_gone_with_its_versions_and_bytes;
        delete_file_version: Client::delete_version, Some("DELETE /v1/files/{id}/versions/{version}"), "rm", versions_are_listed_restored_and_deleted;
        bulk_file_delete: Client::delete_many, Some("POST /v1/files/batch/deleteByFileIds"), "rm", a_hundred_files_are_deleted_at_once;
        copy_file: Client::copy_file, Some("POST /v1/files/copy"), "cp", a_copy_is_a_new_file;
        move_file: Client::move_file, Some("POST /v1/files/move"), "mv", a_moved_file_keeps_its_id_and_versions;
        rename_file: Client::rename_file, Some("PUT /v1/files/rename"), "rename", a_renamed_file_has_a_rewritten_name;
        restore_file_version: Client::restore_version, Some("PUT /v1/files/{id}/versions/{version}/restore"), "restore", versions_are_listed_restored_and_deleted;
        create_folder: Client::create_folder, Some("POST /v1/folder"), "mkdir", folders_are_made_and_deleted;
        delete_folder: Client::delete_folder, Some("DELETE /v1/folder"), "rmdir", folders_are_made_and_deleted;
        copy_folder: Client::copy_folder, Some("POST /v1/bulkJobs/copyFolder"), "cp", a_folder_is_copied_with_its_versions;
        move_folder: Client::move_folder, Some("POST /v1/bulkJobs/moveFolder"), "mv", a_folder_is_moved_whole_or_onto_another;
        get_bulk_job_status: Client::job, Some("GET /v1/bulkJobs/{job}"), "job", a_job_goes_on_after_a_restart;
        purge_file_cache: Client::purge, Some("POST /v1/files/purge"), "purge", a_purge_is_followed;
        get_purge_file_cache_status: Client::purge_status, Some("GET /v1/files/purge/{request}"), "purge", a_purge_is_followed;
        get_file_metadata: Client::metadata, Some("GET /v1/files/{id}/metadata"), "meta", metadata_comes_by_id_by_url_and_with_an_upload;
        get_remote_file_url_metadata: Client::metadata_of_url, Some("GET /v1/metadata"), "meta", metadata_comes_by_id_by_url_and_with_an_upload;
        create_custom_metadata_fields: Client::create_field, Some("POST /v1/customMetadataFields"), "fields create", fields_of_every_type;
        get_custom_metadata_fields: Client::fields, Some("GET /v1/customMetadataFields"), "fields list", fields_of_every_type;
        update_custom_metadata_fields: Client::update_field, Some("PATCH /v1/customMetadataFields/{id}"), "fields update", fields_are_changed;
        delete_custom_metadata_field: Client::delete_field, Some("DELETE /v1/customMetadataFields/{id}"), "fields delete", a_deleted_field_takes_its_values_with_it_and_keeps_its_name;
        url: ikt::url::classic::build, None, "url", batches_of_urls_match_the_sdks;
        get_authentication_parameters: ikt::url::auth::signature, None, "auth-params", batches_match_the_sdk;
        phash_distance: ikt::phash::distance, None, "phash", batches_match_the_sdk;
    }.into()
}

#[tokio::test]
async fn every_method_of_the_readme_is_there() {
    let (library, tests, script) = (Library::new().await, tests(), script());
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

/// The sources of all tests but of these.
fn tests() -> Vec<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
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

/// The script that drives the SDK.
fn script() -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sdk/python4.py")).unwrap()
}

/// Whether the script has a check that is named after the method, and so has to call it.
fn is_checked(script: &str, method: &str) -> bool {
    let quoted = format!("\"{method}\"");
    script.lines().any(|line| line.starts_with("@check(") && line.contains(&quoted))
}
