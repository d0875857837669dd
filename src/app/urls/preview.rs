//! The picture before and after: what is asked for, what has come, and how the two are shown.

use std::sync::Arc;

use ratatui::layout::Rect;

use super::{Builder, Subject};
use crate::app::Cx;
use crate::app::asked::Asked;
use crate::app::effect::{Effect, Look, PictureKey, PictureRequest, Slot};
use crate::app::msg::PictureInfo;
use crate::model::{Account, FileKind, Report};
use crate::url::Signer;
use crate::url::draft::Item;
use crate::url::forms::{Request, Signing};

/// Milliseconds that the form has to rest before a picture is asked for: keys that come together make
/// one asking.
const REST: u64 = 15;

/// How before and after are shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Compare {
    /// Next to each other, where there is room for two; else as `After`.
    #[default]
    Beside,
    /// The result alone.
    After,
    /// The original alone.
    Before,
    /// The original on the left of a line, the result on the right of it.
    Split,
    /// Where they differ.
    Difference,
}

impl Compare {
    /// The next way.
    pub fn next(self) -> Self {
        match self {
            Self::Beside => Self::Split,
            Self::Split => Self::Difference,
            Self::Difference => Self::After,
            Self::After | Self::Before => Self::Beside,
        }
    }

    /// What it is called.
    pub fn title(self) -> &'static str {
        match self {
            Self::Beside => "side by side",
            Self::After => "after",
            Self::Before => "before",
            Self::Split => "before | after",
            Self::Difference => "difference",
        }
    }
}

/// One picture: which is wanted, and the last that came.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Side {
    wanted: Option<PictureKey>,
    asked: Asked<PictureInfo>,
    /// The last picture that came: it stays until the next is here, so that nothing flickers.
    shown: Option<(PictureKey, PictureInfo)>,
}

/// Before and after.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Preview {
    /// How they are shown.
    pub compare: Compare,
    /// The original.
    pub before: Side,
    /// The result, alone or together with the original.
    pub after: Side,
}

impl Side {
    /// The picture to draw and what is known of it.
    pub fn picture(&self) -> Option<&(PictureKey, PictureInfo)> {
        self.shown.as_ref()
    }

    /// Whether one is on its way.
    pub fn is_waiting(&self) -> bool {
        matches!(self.asked, Asked::Yes(_))
    }

    /// Why there is none.
    pub fn failure(&self) -> Option<&Report> {
        match &self.asked {
            Asked::Failed(report) => Some(report),
            _ => None,
        }
    }

    fn follow(&mut self, request: Option<PictureRequest>, slot: Slot, cx: &mut Cx) {
        let key = request.as_ref().map(|request| request.key.clone());
        if key == self.wanted {
            return;
        }
        self.wanted = key;
        let Some(request) = request else {
            self.asked = Asked::No;
            return;
        };
        let ticket = cx.ticket();
        self.asked = Asked::Yes(ticket);
        cx.push(Effect::Preview { ticket, slot, request, delay_ms: REST });
    }

    fn take(
        &mut self,
        ticket: crate::app::effect::Ticket,
        key: &PictureKey,
        result: &Result<PictureInfo, Report>,
    ) -> bool {
        let taken = self.wanted.as_ref() == Some(key) && self.asked.take(ticket, result.clone());
        if taken {
            self.shown = result.clone().ok().map(|info| (key.clone(), info));
        }
        taken
    }
}

impl Builder {
    /// Asks for the pictures that fit on a screen of this size, if they are others than those asked for
    /// last. `now` is in Unix seconds.
    pub fn follow(&mut self, size: (u16, u16), account: &Account, now: i64, cx: &mut Cx) {
        let (before, after) = super::layout::pictures(size, self.preview.compare);
        let original = (before.area() > 0 && self.subject.is_picture())
            .then(|| self.subject.original(before.width, before.height));
        self.preview.before.follow(original, Slot::Original, cx);
        // A value that the service doesn't take leaves the picture as it was.
        if !self.is_sound() {
            return;
        }
        let result = (after.area() > 0).then(|| self.result(after, account, now));
        self.preview.after.follow(result, Slot::Result, cx);
    }

    /// Takes a picture, if it is one of these. Whether it was.
    pub fn take(
        &mut self,
        ticket: crate::app::effect::Ticket,
        key: &PictureKey,
        result: &Result<PictureInfo, Report>,
    ) -> bool {
        self.preview.before.take(ticket, key, result) || self.preview.after.take(ticket, key, result)
    }

    fn result(&self, place: Rect, account: &Account, now: i64) -> PictureRequest {
        let asked = self.request(&account.delivery, now);
        let signer = Signer::new(&account.private_key);
        let url = asked.url(&signer);
        let signed = asked.signing != Signing::No;
        // The signature changes with the time, the picture doesn't.
        let mut named = asked.clone();
        named.signing = Signing::No;
        let mut name = named.url(&signer);
        if signed {
            name.push_str("#signed");
        }
        let instead = self.in_a_common_format(asked, &signer);
        let name = Arc::from(name);
        let look = match self.preview.compare {
            Compare::Split if self.subject.is_picture() => Look::Split(name),
            Compare::Difference if self.subject.is_picture() => Look::Difference(name),
            _ => Look::Url(name),
        };
        let key = PictureKey {
            id: self.subject.id.clone(),
            updated: self.subject.updated,
            columns: place.width,
            rows: place.height,
            look,
        };
        PictureRequest {
            key,
            path: self.subject.path.clone(),
            private: self.subject.private,
            url: Some(url),
            instead,
        }
    }
}

impl Builder {
    /// The URL of the same picture in a format that is decoded everywhere, if it asks for one that isn't.
    fn in_a_common_format(&self, mut asked: Request, signer: &Signer) -> Option<String> {
        let asks = |item: &Item| item.on && item.code() == "f" && item.plain_value() == "avif";
        self.draft.stages.iter().any(|stage| stage.items.iter().any(asks)).then(|| {
            asked.chain.push_str(":f-png");
            asked.url(signer)
        })
    }
}

impl Subject {
    /// Whether it is a picture of the library.
    pub fn is_picture(&self) -> bool {
        self.kind == FileKind::Image && self.path.starts_with('/')
    }

    fn original(&self, columns: u16, rows: u16) -> PictureRequest {
        let key = PictureKey { id: self.id.clone(), updated: self.updated, columns, rows, look: Look::Small };
        PictureRequest { key, path: self.path.clone(), private: self.private, url: None, instead: None }
    }
}
