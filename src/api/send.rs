//! Sending: turns, tries, reading and judging of answers.

use std::fmt;
use std::time::{Duration, Instant};

use bytes::{Bytes, BytesMut};
use reqwest::header::{AUTHORIZATION, CONTENT_TYPE, HeaderMap};
use reqwest::{Request, RequestBuilder, Response};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use tokio::time::timeout;

use super::call::{Call, Class, Flow, Tries};
use super::client::Client;
use super::error::{Answer, Error, RateLimit, Transport};
use super::governor::Place;
use super::inspector::Recording;

/// Time without a byte of the answer.
pub(super) const IDLE: Duration = Duration::from_secs(30);
/// The largest answer of the API that is read: a page of 1000 files is about 1 MB.
const LARGEST: usize = 64 << 20;

/// An answer as it came, whatever it says.
pub(super) struct Received {
    pub(super) status: u16,
    pub(super) headers: HeaderMap,
    pub(super) bytes: Bytes,
}

/// An answer of success.
pub(super) struct Body {
    pub(super) status: u16,
    pub(super) request_id: Option<String>,
    pub(super) bytes: Bytes,
}

impl Client {
    /// Makes a call and reads its JSON.
    pub(super) async fn json<T: DeserializeOwned>(&self, call: Call) -> Result<T, Error> {
        self.call(&call, &mut Tries::new(), |body| body.json()).await
    }

    /// Makes a call and reads its body, again where that fails as if there had been no answer.
    pub(super) async fn read_as<T>(
        &self,
        call: Call,
        read: fn(Body) -> Result<T, Error>,
    ) -> Result<T, Error> {
        self.call(&call, &mut Tries::new(), read).await
    }

    /// Makes a call whose answer says nothing.
    pub(super) async fn done(&self, call: Call) -> Result<(), Error> {
        let mut tries = Tries::new();
        match self.call(&call, &mut tries, |body| body.empty()).await {
            Err(error) if call.removal && tries.unclear && error.is_not_found() => Ok(()),
            other => other,
        }
    }

    /// Makes a call; answers with the body as it came.
    pub(super) async fn body(&self, call: Call) -> Result<Body, Error> {
        self.call(&call, &mut Tries::new(), Ok).await
    }

    async fn call<T>(
        &self,
        call: &Call,
        tries: &mut Tries,
        read: fn(Body) -> Result<T, Error>,
    ) -> Result<T, Error> {
        loop {
            let answer = self.attempt(call, tries.number).await;
            match answer.and_then(|received| self.judge(call, received)).and_then(read) {
                Ok(answer) => return Ok(answer),
                Err(error) => self.before_again(call, error, tries).await?,
            }
        }
    }

    /// Waits until the call may be tried again.
    ///
    /// # Errors
    ///
    /// The same error, when trying again makes no sense or isn't safe.
    pub(super) async fn before_again(
        &self,
        call: &Call,
        error: Error,
        tries: &mut Tries,
    ) -> Result<(), Error> {
        if !self.repeats {
            return Err(error);
        }
        tokio::time::sleep(tries.next(call, error)?).await;
        Ok(())
    }

    /// Sends a call once.
    pub(super) async fn attempt(&self, call: &Call, attempt: u32) -> Result<Received, Error> {
        let mut request = self.inner.http.request(call.method.clone(), call.url.clone());
        if let Some(body) = &call.body {
            request = request.header(CONTENT_TYPE, "application/json").body(body.clone());
        }
        self.send(call, self.with_key(request), None, attempt).await
    }

    /// The request with the private key.
    pub(super) fn with_key(&self, request: RequestBuilder) -> RequestBuilder {
        request.header(AUTHORIZATION, self.inner.authorization.clone())
    }

    /// Sends a request when its class is let through, and reads the answer. `form` tells the
    /// inspector what a streamed body holds.
    pub(super) async fn send(
        &self,
        call: &Call,
        request: RequestBuilder,
        form: Option<&str>,
        attempt: u32,
    ) -> Result<Received, Error> {
        if self.account().read_only && matches!(call.class, Class::Write | Class::Upload) {
            return Err(Error::ReadOnly);
        }
        let _place = self.admit(call.class).await?;
        let started = Instant::now();
        let request = request.build()?;
        let mut recording = self.inner.inspector.begin(&request, form, attempt);
        let exchange = self.exchange(call, request, &mut recording);
        let answer = timeout(call.total, exchange).await.unwrap_or_else(|_| Err(timed_out()));
        let ms = started.elapsed().as_millis();
        match &answer {
            Ok(received) => {
                tracing::debug!(method = %call.method, path = call.url.path(), received.status, ms);
            }
            Err(error) => {
                tracing::debug!(method = %call.method, path = call.url.path(), ms, %error);
                recording.failed(error);
            }
        }
        answer
    }

    async fn exchange(
        &self,
        call: &Call,
        request: Request,
        recording: &mut Recording,
    ) -> Result<Received, Error> {
        let sent = self.inner.http.execute(request);
        // While an upload is being sent no answer can come, so only the total counts there.
        let response = match call.class {
            Class::Upload => sent.await?,
            _ => timeout(IDLE, sent).await.map_err(|_| timed_out())??,
        };
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        recording.answered(status, &headers, request_id(&headers));
        let bytes = match read(response, LARGEST).await {
            Err(error) if is_success(status) => return Err(error),
            // The status alone says enough.
            body => body.unwrap_or_default(),
        };
        recording.read(&bytes);
        if is_success(status) {
            self.inner.governor.accepted(call.class, rate_limit(&headers));
        } else if status == 429 {
            let limit = rate_limit(&headers);
            let pause = self.inner.governor.refused(call.class, limit);
            tracing::info!(class = ?call.class, ?pause, "{}", limit.in_words());
        }
        Ok(Received { status, headers, bytes })
    }

    /// Whether the answer is one of success.
    pub(super) fn judge(&self, call: &Call, received: Received) -> Result<Body, Error> {
        let request_id = request_id(&received.headers).map(str::to_owned);
        let Received { status, headers, bytes } = received;
        if is_success(status) && (status != 207 || call.partial) {
            return Ok(Body { status, request_id, bytes });
        }
        let rate = rate_limit(&headers);
        let answer = Answer::read(status, rate, request_id, &bytes, self.inner.inspector.secrets());
        Err(Error::Answer(Box::new(answer)))
    }

    /// Waits until the class lets a call through and the run isn't paused.
    pub(super) async fn admit(&self, class: Class) -> Result<Place, Error> {
        let governor = &self.inner.governor;
        let Some(flow) = &self.flow else { return Ok(governor.admit(class).await) };
        let mut flow = flow.clone();
        loop {
            let now = *flow.borrow_and_update();
            let place = match now {
                Flow::Stop => return Err(Error::Stopped),
                Flow::Pause => None,
                Flow::Go => tokio::select! {
                    biased;
                    changed = flow.changed() => match changed {
                        Ok(()) => continue,
                        // Nobody can pause or stop it any more.
                        Err(_) => Some(governor.admit(class).await),
                    },
                    place = governor.admit(class) => Some(place),
                },
            };
            match place {
                Some(place) => return Ok(place),
                None if flow.changed().await.is_err() => return Err(Error::Stopped),
                None => {}
            }
        }
    }
}

impl Body {
    /// The body as JSON of this form.
    pub(super) fn json<T: DeserializeOwned>(&self) -> Result<T, Error> {
        self.borrowed()
    }

    /// The same for a form that borrows from the body.
    pub(super) fn borrowed<'a, T: Deserialize<'a>>(&'a self) -> Result<T, Error> {
        serde_json::from_slice(&self.bytes).map_err(|error| self.nonsense(error))
    }

    /// Nothing, or JSON that says nothing. Anything else doesn't come from the API.
    fn empty(&self) -> Result<(), Error> {
        if self.bytes.is_empty() { Ok(()) } else { self.json::<super::wire::Empty>().map(drop) }
    }

    /// The error of an answer that can't be used.
    pub(super) fn nonsense(&self, why: impl fmt::Display) -> Error {
        Error::NotJson { status: self.status, request_id: self.request_id.clone(), why: why.to_string() }
    }
}

/// Reads a body of at most `limit` bytes.
pub(super) async fn read(mut response: Response, limit: usize) -> Result<Bytes, Error> {
    let mut body = BytesMut::new();
    while let Some(chunk) = next_chunk(&mut response).await? {
        if body.len() + chunk.len() > limit {
            return Err(Error::TooLarge { limit });
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body.freeze())
}

/// The next bytes of a body; `None` at its end.
pub(super) async fn next_chunk(response: &mut Response) -> Result<Option<Bytes>, Error> {
    Ok(timeout(IDLE, response.chunk()).await.map_err(|_| timed_out())??)
}

pub(super) fn timed_out() -> Error {
    Error::Transport { kind: Transport::TimedOut, why: "the server is silent".to_owned() }
}

pub(super) fn is_success(status: u16) -> bool {
    (200..300).contains(&status)
}

pub(super) fn header<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name)?.to_str().ok()
}

pub(super) fn request_id(headers: &HeaderMap) -> Option<&str> {
    header(headers, "x-ik-requestid")
}

/// What the headers say of limits (imagekit-api.md 1.7): reset and interval are in milliseconds. A
/// gateway may ask for a wait in the usual way instead.
pub(super) fn rate_limit(headers: &HeaderMap) -> RateLimit {
    let number = |name| header(headers, name).and_then(|text| text.trim().parse::<u64>().ok());
    let reset = number("x-ratelimit-reset").or_else(|| number("retry-after-ms")).map(Duration::from_millis);
    RateLimit {
        limit: number("x-ratelimit-limit").and_then(|limit| u32::try_from(limit).ok()),
        reset: reset.or_else(|| number("retry-after").map(Duration::from_secs)),
        interval: number("x-ratelimit-interval").map(Duration::from_millis),
    }
}
