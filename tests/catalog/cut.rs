//! A sync that ends at any point, or meets a service in trouble: what it left is never wrong, and the next
//! one goes on.

use std::future::{Future, poll_fn};
use std::pin::pin;
use std::task::Poll;

use fastrand::Rng;
use ikt::api::{self, Flow};
use ikt::catalog::sync::{Options, Phase, Watch, run};
use ikt::catalog::{Catalog, Error};
use serde_json::json;
use tokio::sync::watch;

use crate::library::{Library, details};

/// Polls a future so often at most, and drops it then.
async fn cut<F: Future>(future: F, polls: usize) -> Option<F::Output> {
    let mut future = pin!(future);
    let mut left = polls;
    poll_fn(|cx| {
        if left == 0 {
            return Poll::Ready(None);
        }
        left -= 1;
        future.as_mut().poll(cx).map(Some)
    })
    .await
}

/// All that is in the catalogue is as the library has it.
async fn expect_part(library: &Library, catalog: &Catalog) {
    let theirs = library.files().await;
    let mut ours = details(catalog);
    for details in &theirs {
        if let Some(known) = ours.remove(&details.file.id) {
            assert_eq!(known, *details);
        }
    }
    assert!(ours.is_empty(), "nothing else is in it");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_first_sync_goes_on_where_it_was_cut() {
    let library = Library::filled(4200).await;
    let mut rng = Rng::with_seed(7);
    let mut cuts = 0;
    loop {
        // Opened anew each time, as after the end of the program.
        let catalog = library.catalog();
        let nobody = Watch::nobody();
        let sync = run(&catalog, &library.client, Options::default(), &nobody);
        match cut(sync, rng.usize(1..25)).await {
            Some(done) => {
                assert!(done.expect("a sync").settled);
                library.expect_same(&catalog).await;
                break;
            }
            None => {
                cuts += 1;
                // It says no more than it is, also where its very last write came to its end without it.
                if catalog.state().expect("a state").complete {
                    library.expect_same(&catalog).await;
                }
                expect_part(&library, &catalog).await;
            }
        }
    }
    assert!(cuts > 2, "it was cut {cuts} times");
}

#[tokio::test(flavor = "multi_thread")]
async fn it_pauses_goes_on_and_stops() {
    // More pages than are read ahead.
    let library = Library::filled(30_000).await;
    let catalog = library.catalog();
    let (say, flow) = watch::channel(Flow::Go);
    let (tell, mut told) = watch::channel(0);
    let stop = say.clone();
    let watch = Watch::new(move |progress| {
        if progress.phase == Phase::Files && progress.done >= 1000 && !stop.is_closed() {
            stop.send_if_modified(|flow| std::mem::replace(flow, Flow::Pause) != Flow::Pause);
            tell.send_replace(progress.done);
        }
    })
    .with_flow(flow);
    let sync = tokio::spawn({
        let (catalog, client) = (catalog.clone(), library.client.clone());
        async move { run(&catalog, &client, Options::default(), &watch).await }
    });
    told.wait_for(|done| *done >= 1000).await.expect("it is under way");
    say.send_replace(Flow::Stop);
    let error = sync.await.expect("no panic").expect_err("it was stopped");
    assert!(matches!(error, Error::Api(api::Error::Stopped)), "{error}");
    let state = catalog.state().expect("a state");
    assert!(!state.complete && state.files >= 1000 && state.files < 30_000, "{state:?}");
    let done = library.sync(&catalog).await;
    assert!(done.new <= 29_000, "it went on: {done:?}");
    library.expect_same(&catalog).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn faults_are_survived() {
    let library = Library::filled(2500).await;
    let faults = [
        json!({ "kind": "status", "status": 500, "skip": 1 }),
        json!({ "kind": "cut", "skip": 1 }),
        json!({ "kind": "broken", "skip": 1 }),
        json!({ "kind": "garbage", "status": 200, "skip": 1 }),
        json!({ "kind": "status", "status": 429, "skip": 1, "headers": { "X-RateLimit-Reset": "20" } }),
    ];
    let ordered = faults.len();
    for mut fault in faults {
        fault["path_prefix"] = "/v1/files".into();
        library.order(fault).await;
    }
    let catalog = library.catalog();
    library.sync(&catalog).await;
    assert_eq!(library.suffered().await, ordered, "all faults were met");
    library.expect_same(&catalog).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_service_that_fails_for_good_leaves_what_was_true() {
    let library = Library::filled(3500).await;
    let catalog = library.catalog();
    for skip in [0, 1, 2, 4] {
        let fault =
            json!({ "kind": "status", "status": 403, "skip": skip, "times": 1000, "path_prefix": "/v1" });
        library.order(fault).await;
        let nobody = Watch::nobody();
        run(&catalog, &library.client, Options::default(), &nobody).await.expect_err("it fails");
        assert!(!catalog.state().expect("a state").complete);
        library.forget_orders().await;
        expect_part(&library, &catalog).await;
    }
    library.sync(&catalog).await;
    library.expect_same(&catalog).await;
    let synced = catalog.state().expect("a state").synced_at;
    // Later it is still what it was, as of then.
    library.order(json!({ "kind": "status", "status": 403, "times": 1000, "path_prefix": "/v1" })).await;
    let nobody = Watch::nobody();
    run(&catalog, &library.client, Options::default(), &nobody).await.expect_err("it fails");
    let state = catalog.state().expect("a state");
    assert!(state.complete && state.synced_at == synced);
}
