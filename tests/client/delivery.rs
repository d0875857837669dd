//! Files and pictures from the URL endpoint.

use ikt::api::{Content, Error, Kind, Upload};
use ikt::model::FolderPath;
use ikt::url::{delivery_url, sign};

use crate::library::{Library, status};

#[tokio::test]
async fn files_are_fetched_private_ones_with_a_signature() {
    let library = Library::start().await;
    let client = &library.client;
    let account = client.account();
    let open = library.put("/a/open.txt").await;
    let hidden = Upload {
        private: true,
        ..Upload::new(Content::Bytes("hush".into()), FolderPath::new("/a"), "hidden.txt")
    };
    let hidden = client.upload(&hidden, |_| {}).await.expect("an upload").stored().expect("a file");

    library.order(status("/local/a/open.txt", 0, 503)).await;
    let url = delivery_url(&account.delivery, &open.path(), None);
    let bytes = client.fetch(&url, 1000).await.expect("the file, at the second try");
    assert_eq!(&bytes[..], b"the bytes of /a/open.txt");
    assert!(matches!(client.fetch(&url, 5).await, Err(Error::TooLarge { limit: 5 })));

    let url = delivery_url(&account.delivery, &hidden.path, None);
    let error = client.fetch(&url, 1000).await.expect_err("it is private");
    assert_eq!(error.kind(), Some(&Kind::Unsigned), "{error:?}");
    let signed = sign(&url, &account.delivery, &account.private_key, None);
    assert_eq!(&client.fetch(&signed, 1000).await.expect("the file")[..], b"hush");
    let forged = format!("{url}?ik-s=0123456789012345678901234567890123456789");
    let report = client.fetch(&forged, 1000).await.expect_err("forged").report(&format!("No {forged}"));
    assert!(report.what.ends_with("?ik-s=…"), "{report:?}");

    let gone = delivery_url(&account.delivery, "/a/none.txt", None);
    assert!(client.fetch(&gone, 1000).await.expect_err("it is not there").is_not_found());
}
