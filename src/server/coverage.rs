//! What of the service's API the local library does: one table, which `ikt serve --coverage` prints and
//! the tests hold the routes against.

use serde::Serialize;

/// How far something is supported.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase", tag = "supported", content = "note")]
pub enum Support {
    /// As the service does it.
    Yes,
    /// With something missing, which is named.
    Partly(&'static str),
    /// Not, for the reason named.
    No(&'static str),
}

/// Where a parameter stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Place {
    /// In the path, as `{name}`.
    Path,
    /// In the query.
    Query,
    /// In the JSON object of the body.
    Body,
    /// In the multipart form of the body.
    Form,
}

/// A parameter of a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Parameter {
    /// Its name.
    pub name: &'static str,
    /// Where it stands.
    pub place: Place,
    /// How far it is supported.
    #[serde(flatten)]
    pub support: Support,
}

/// A call of the API.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Endpoint {
    /// The HTTP method.
    pub method: &'static str,
    /// The path, with `{name}` where a parameter stands.
    pub path: &'static str,
    /// How far the call as a whole is supported.
    #[serde(flatten)]
    pub support: Support,
    /// Its parameters.
    pub parameters: &'static [Parameter],
}

use Place::{Body, Form, Path, Query};
use Support::{No, Partly, Yes};

const fn path(name: &'static str) -> Parameter {
    Parameter { name, place: Path, support: Yes }
}

const fn query(name: &'static str) -> Parameter {
    Parameter { name, place: Query, support: Yes }
}

const fn body(name: &'static str) -> Parameter {
    Parameter { name, place: Body, support: Yes }
}

const fn form(name: &'static str) -> Parameter {
    Parameter { name, place: Form, support: Yes }
}

impl Parameter {
    const fn partly(self, what: &'static str) -> Self {
        Self { support: Partly(what), ..self }
    }

    const fn no(self, why: &'static str) -> Self {
        Self { support: No(why), ..self }
    }
}

const fn call(method: &'static str, path: &'static str, parameters: &'static [Parameter]) -> Endpoint {
    Endpoint { method, path, support: Yes, parameters }
}

impl Endpoint {
    const fn partly(self, what: &'static str) -> Self {
        Self { support: Partly(what), ..self }
    }
}

const NO_RECOGNITION: &str =
    "checked and answered as pending; no recognition service runs, so each ends as failed";
const PICTURES_ONLY: &str = "pictures only: videos are kept as they are";
const KEPT_ORIGINS: &str = "kept without their secrets; nothing is fetched from them";
const KEPT_ENDPOINTS: &str = "kept; files are delivered at the default one";
const KEPT_WEBHOOKS: &str = "kept; no events are sent";

const FILE: &[Parameter] = &[path("fileId")];
const VERSION: &[Parameter] = &[path("fileId"), path("versionId")];
const ITEM: &[Parameter] = &[path("id")];
const TAGS: &[Parameter] = &[body("fileIds"), body("tags")];
const DAYS: &[Parameter] = &[query("startDate"), query("endDate")];
const ORIGIN: &[Parameter] = &[
    body("name"),
    body("type"),
    body("includeCanonicalHeader"),
    body("baseUrlForCanonicalHeader"),
    body("bucket"),
    body("prefix"),
    body("accessKey"),
    body("secretKey"),
    body("useIAMRole"),
    body("endpoint"),
    body("s3ForcePathStyle"),
    body("baseUrl"),
    body("forwardHostHeaderToOrigin"),
    body("clientEmail"),
    body("privateKey"),
    body("accountName"),
    body("container"),
    body("sasToken"),
    body("clientId"),
    body("clientSecret"),
    body("username"),
    body("password"),
];
const URL_ENDPOINT: &[Parameter] =
    &[body("description"), body("urlPrefix"), body("origins"), body("urlRewriter")];
const WEBHOOK: &[Parameter] = &[body("endpoint"), body("events"), body("enabled")];
const SAVED_EXTENSION: &[Parameter] = &[body("name"), body("description"), body("config")];
const NAMED_TRANSFORMATION: &[Parameter] = &[body("name"), body("transformation"), body("enabled")];

const UPLOAD_V2: &[Parameter] = &[
    form("file"),
    form("fileName"),
    form("useUniqueFileName"),
    form("tags"),
    form("folder"),
    form("isPrivateFile"),
    form("isPublished"),
    form("customCoordinates"),
    form("responseFields"),
    form("extensions").partly(NO_RECOGNITION),
    form("webhookUrl"),
    form("overwriteFile"),
    form("overwriteAITags"),
    form("overwriteTags"),
    form("overwriteCustomMetadata"),
    form("customMetadata"),
    form("transformation").partly(PICTURES_ONLY),
    form("checks"),
    form("description"),
    form("token"),
];
const UPLOAD_V1: &[Parameter] = &[
    form("file"),
    form("fileName"),
    form("useUniqueFileName"),
    form("tags"),
    form("folder"),
    form("isPrivateFile"),
    form("isPublished"),
    form("customCoordinates"),
    form("responseFields"),
    form("extensions").partly(NO_RECOGNITION),
    form("webhookUrl"),
    form("overwriteFile"),
    form("overwriteAITags"),
    form("overwriteTags"),
    form("overwriteCustomMetadata"),
    form("customMetadata"),
    form("transformation").partly(PICTURES_ONLY),
    form("checks"),
    form("description"),
    form("publicKey"),
    form("token"),
    form("signature"),
    form("expire"),
];

/// Every call of the API, in the order of its reference.
pub const ENDPOINTS: &[Endpoint] = &[
    call("POST", "/api/v1/files/upload", UPLOAD_V1),
    call("POST", "/api/v2/files/upload", UPLOAD_V2),
    call(
        "GET",
        "/v1/files",
        &[
            query("type"),
            query("sort"),
            query("path"),
            query("searchQuery"),
            query("fileType"),
            query("limit"),
            query("skip"),
            query("tags"),
            query("name"),
            query("includeFolder"),
        ],
    ),
    call("GET", "/v1/files/{fileId}/details", FILE),
    call("GET", "/v1/files/{fileId}/versions", FILE),
    call("GET", "/v1/files/{fileId}/versions/{versionId}", VERSION),
    call(
        "PATCH",
        "/v1/files/{fileId}/details",
        &[
            path("fileId"),
            body("removeAITags"),
            body("webhookUrl"),
            body("extensions").partly(NO_RECOGNITION),
            body("tags"),
            body("customCoordinates"),
            body("customMetadata"),
            body("description"),
            body("publish"),
        ],
    ),
    call("POST", "/v1/files/addTags", TAGS),
    call("POST", "/v1/files/removeTags", TAGS),
    call("POST", "/v1/files/removeAITags", &[body("fileIds"), body("AITags")]),
    call("DELETE", "/v1/files/{fileId}", FILE),
    call("DELETE", "/v1/files/{fileId}/versions/{versionId}", VERSION),
    call("POST", "/v1/files/batch/deleteByFileIds", &[body("fileIds")]),
    call(
        "POST",
        "/v1/files/copy",
        &[body("sourceFilePath"), body("destinationPath"), body("includeFileVersions"), body("includeVersions")],
    ),
    call("POST", "/v1/files/move", &[body("sourceFilePath"), body("destinationPath")]),
    call("PUT", "/v1/files/rename", &[body("filePath"), body("newFileName"), body("purgeCache")]),
    call("PUT", "/v1/files/{fileId}/versions/{versionId}/restore", VERSION),
    call("POST", "/v1/folder", &[body("folderName"), body("parentFolderPath")]),
    call("DELETE", "/v1/folder", &[body("folderPath")]),
    call(
        "POST",
        "/v1/bulkJobs/copyFolder",
        &[
            body("sourceFolderPath"),
            body("destinationPath"),
            body("includeVersions"),
            body("includeFileVersions"),
        ],
    ),
    call("POST", "/v1/bulkJobs/moveFolder", &[body("sourceFolderPath"), body("destinationPath")]),
    call(
        "POST",
        "/v1/bulkJobs/renameFolder",
        &[body("folderPath"), body("newFolderName"), body("purgeCache")],
    ),
    call("GET", "/v1/bulkJobs/{jobId}", &[path("jobId")]),
    call("POST", "/v1/files/purge", &[body("url")])
        .partly("noted and answered for; there is no cache before the library that could be purged"),
    call("GET", "/v1/files/purge/{requestId}", &[path("requestId")]),
    call("GET", "/v1/files/{fileId}/metadata", FILE),
    call("GET", "/v1/metadata", &[query("url").partly("URLs of this library only")]),
    call(
        "POST",
        "/v1/customMetadataFields",
        &[body("name"), body("label"), body("schema"), body("description")],
    ),
    call(
        "GET",
        "/v1/customMetadataFields",
        &[query("includeDeleted"), query("folderPath").no("a local library has no path policies")],
    ),
    call(
        "PATCH",
        "/v1/customMetadataFields/{id}",
        &[path("id"), body("label"), body("schema"), body("description")],
    ),
    call("DELETE", "/v1/customMetadataFields/{id}", ITEM),
    call("GET", "/v1/accounts/usage", DAYS),
    call("GET", "/v1/accounts/usage-analytics", DAYS)
        .partly("countries, extensions and video processing are empty: a local library knows none"),
    call("GET", "/v1/accounts/origins", &[]).partly(KEPT_ORIGINS),
    call("POST", "/v1/accounts/origins", ORIGIN).partly(KEPT_ORIGINS),
    call("GET", "/v1/accounts/origins/{id}", ITEM).partly(KEPT_ORIGINS),
    call("PUT", "/v1/accounts/origins/{id}", ORIGIN).partly(KEPT_ORIGINS),
    call("DELETE", "/v1/accounts/origins/{id}", ITEM).partly(KEPT_ORIGINS),
    call("GET", "/v1/accounts/url-endpoints", &[]).partly(KEPT_ENDPOINTS),
    call("POST", "/v1/accounts/url-endpoints", URL_ENDPOINT).partly(KEPT_ENDPOINTS),
    call("GET", "/v1/accounts/url-endpoints/{id}", ITEM).partly(KEPT_ENDPOINTS),
    call("PUT", "/v1/accounts/url-endpoints/{id}", URL_ENDPOINT).partly(KEPT_ENDPOINTS),
    call("DELETE", "/v1/accounts/url-endpoints/{id}", ITEM).partly(KEPT_ENDPOINTS),
    call("GET", "/v1/accounts/webhooks", &[]).partly(KEPT_WEBHOOKS),
    call("POST", "/v1/accounts/webhooks", WEBHOOK).partly(KEPT_WEBHOOKS),
    call("GET", "/v1/accounts/webhooks/{id}", ITEM).partly(KEPT_WEBHOOKS),
    call("PATCH", "/v1/accounts/webhooks/{id}", WEBHOOK).partly(KEPT_WEBHOOKS),
    call("DELETE", "/v1/accounts/webhooks/{id}", ITEM).partly(KEPT_WEBHOOKS),
    call("GET", "/v1/saved-extensions", &[]),
    call("POST", "/v1/saved-extensions", SAVED_EXTENSION),
    call("GET", "/v1/saved-extensions/{id}", ITEM),
    call("PATCH", "/v1/saved-extensions/{id}", SAVED_EXTENSION),
    call("DELETE", "/v1/saved-extensions/{id}", ITEM),
    call("GET", "/v1/named-transformations", &[]),
    call("POST", "/v1/named-transformations", NAMED_TRANSFORMATION),
    call("GET", "/v1/named-transformations/{id}", ITEM),
    call("PATCH", "/v1/named-transformations/{id}", NAMED_TRANSFORMATION),
    call("DELETE", "/v1/named-transformations/{id}", ITEM),
    call("POST", "/v1/dummy/test", &[]),
    call(
        "GET",
        "/{imagekitId}/{path}",
        &[
            path("path"),
            query("tr").partly(
                "pictures only; what is for videos and documents, and AI transformations, is left out and named \
                 in the header x-ikt-ignored, each with the reason",
            ),
            query("ik-t"),
            query("ik-s"),
            query("ik-obj-version"),
        ],
    ),
];

/// The table for people: a line for each call, and one for each parameter with something to say.
pub fn table() -> String {
    let mut lines = Vec::new();
    for endpoint in ENDPOINTS {
        lines.push(line(endpoint.method, endpoint.path, endpoint.support));
        let names = |support| {
            endpoint.parameters.iter().filter(move |parameter| (parameter.support == Yes) == support)
        };
        let whole: Vec<_> = names(true).map(|parameter| parameter.name).collect();
        if !whole.is_empty() {
            lines.push(format!("       {}", whole.join(" ")));
        }
        lines.extend(
            names(false).map(|parameter| line("", &format!("  {}", parameter.name), parameter.support)),
        );
    }
    lines.join("\n") + "\n"
}

fn line(method: &str, what: &str, support: Support) -> String {
    match support {
        Yes => format!("{method:6} {what:52} yes"),
        Partly(missing) => format!("{method:6} {what:52} partly: {missing}"),
        No(why) => format!("{method:6} {what:52} no: {why}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_names_every_call_and_every_parameter() {
        let table = table();
        for endpoint in ENDPOINTS {
            assert!(table.contains(&format!("{:6} {}", endpoint.method, endpoint.path)), "{}", endpoint.path);
            for parameter in endpoint.parameters {
                assert!(table.contains(parameter.name), "{}", parameter.name);
            }
        }
        assert!(table.contains("folderPath") && table.contains("no: a local library has no path policies"));
    }

    #[test]
    fn each_call_stands_once_with_the_parameters_of_its_path() {
        for (at, endpoint) in ENDPOINTS.iter().enumerate() {
            let same = |other: &Endpoint| (other.method, other.path) == (endpoint.method, endpoint.path);
            assert!(!ENDPOINTS.iter().skip(at + 1).any(same), "{} {}", endpoint.method, endpoint.path);
            for parameter in endpoint.parameters.iter().filter(|parameter| parameter.place == Path) {
                assert!(endpoint.path.contains(&format!("{{{}}}", parameter.name)), "{}", endpoint.path);
            }
        }
    }
}
