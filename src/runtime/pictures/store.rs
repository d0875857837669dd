//! Pictures that are ready to be drawn.

use std::fmt::Write;
use std::sync::{Mutex, MutexGuard, PoisonError};

use lru::LruCache;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::widgets::Widget;
use ratatui_image::Image;

use super::colors;
use super::prepare::Prepared;
use crate::app::Pictures;
use crate::app::effect::{PictureKey, PictureRequest};
use crate::app::msg::PictureInfo;
use crate::app::theme::Depth;
use crate::model::AssetId;

/// Bytes that pictures may take, save that those on the screen are always kept.
const LIMIT: usize = 24 << 20;

/// The pictures, the least used of which go when they take too much memory.
pub(super) struct Store {
    depth: Depth,
    limit: usize,
    inner: Mutex<Inner>,
}

struct Inner {
    entries: LruCache<PictureKey, Entry>,
    memory: usize,
    /// Counts frames.
    frame: u64,
    /// What the terminal may forget.
    waste: Vec<u32>,
}

struct Entry {
    prepared: Prepared,
    request: PictureRequest,
    /// The frame that it was drawn in last, or came in.
    used: u64,
}

impl Store {
    pub(super) fn new(depth: Depth) -> Self {
        Self::with_limit(depth, LIMIT)
    }

    fn with_limit(depth: Depth, limit: usize) -> Self {
        let inner = Inner { entries: LruCache::unbounded(), memory: 0, frame: 0, waste: Vec::new() };
        Self { depth, limit, inner: Mutex::new(inner) }
    }

    /// A frame is about to be drawn: gives the control sequences that have to go before it.
    pub(super) fn next_frame(&self) -> String {
        let mut inner = self.lock();
        inner.frame += 1;
        std::mem::take(&mut inner.waste).into_iter().fold(String::new(), |mut text, id| {
            // Writing to a string can't fail.
            let _ = write!(text, "\x1b_Ga=d,d=I,i={id},q=2\x1b\\");
            text
        })
    }

    /// What is known of a picture that is ready.
    pub(super) fn info(&self, key: &PictureKey) -> Option<PictureInfo> {
        self.lock().entries.peek(key).map(|entry| entry.prepared.info.clone())
    }

    /// Keeps a picture.
    pub(super) fn insert(&self, request: PictureRequest, prepared: Prepared) {
        let mut inner = self.lock();
        let used = inner.frame;
        inner.memory += prepared.memory;
        let old = inner.entries.put(request.key.clone(), Entry { prepared, request, used });
        inner.discard(old);
        inner.shrink(self.limit);
    }

    /// Forgets pictures of these files.
    pub(super) fn forget(&self, ids: &[AssetId]) {
        let mut inner = self.lock();
        let stale: Vec<_> =
            inner.entries.iter().map(|(key, _)| key).filter(|key| ids.contains(&key.id)).cloned().collect();
        for key in stale {
            let old = inner.entries.pop(&key);
            inner.discard(old);
        }
    }

    /// Forgets all pictures; gives those that are on the screen, to be made anew.
    pub(super) fn clear(&self) -> Vec<PictureRequest> {
        let mut inner = self.lock();
        let mut shown = Vec::new();
        while let Some((_, entry)) = inner.entries.pop_lru() {
            if entry.used >= inner.frame {
                shown.push(entry.request.clone());
            }
            inner.discard(Some(entry));
        }
        shown
    }

    /// A panic while drawing leaves nothing half done here.
    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Inner {
    fn discard(&mut self, entry: Option<Entry>) {
        if let Some(entry) = entry {
            self.memory -= entry.prepared.memory;
            self.waste.extend(entry.prepared.kitty_id);
        }
    }

    fn shrink(&mut self, limit: usize) {
        while self.memory > limit {
            match self.entries.peek_lru() {
                Some((_, entry)) if entry.used < self.frame => {
                    let old = self.entries.pop_lru().map(|(_, entry)| entry);
                    self.discard(old);
                }
                _ => break,
            }
        }
    }
}

impl Pictures for Store {
    fn draw(&self, key: &PictureKey, area: Rect, buf: &mut Buffer) -> bool {
        let mut inner = self.lock();
        let frame = inner.frame;
        let Some(entry) = inner.entries.get_mut(key) else { return false };
        let size = entry.prepared.protocol.size();
        if size.width > area.width || size.height > area.height {
            return false;
        }
        entry.used = frame;
        Image::new(&entry.prepared.protocol).render(area, buf);
        if entry.prepared.kitty_id.is_none() {
            colors::reduce(buf, area, self.depth);
        }
        true
    }

    fn size(&self, key: &PictureKey) -> Option<(u16, u16)> {
        self.lock().entries.peek(key).map(|entry| (entry.prepared.info.columns, entry.prepared.info.rows))
    }
}

#[cfg(test)]
mod tests {
    use ratatui_image::protocol::Protocol;
    use ratatui_image::protocol::sixel::Sixel;

    use super::*;
    use crate::app::effect::Look;
    use ratatui::layout::Size;

    fn request(name: &str) -> PictureRequest {
        PictureRequest {
            key: PictureKey { id: AssetId::new(name), updated: 0, columns: 2, rows: 1, look: Look::Small },
            path: format!("/{name}.jpg"),
            private: false,
            url: None,
            instead: None,
        }
    }

    fn prepared(memory: usize, kitty_id: Option<u32>) -> Prepared {
        let protocol = Protocol::Sixel(Sixel { data: "S".into(), size: Size::new(2, 1), is_tmux: false });
        let info =
            PictureInfo { bytes: 1, width: 20, height: 20, columns: 2, rows: 1, format: "PNG", millis: None };
        Prepared { protocol, info, memory, kitty_id }
    }

    fn draw(store: &Store, name: &str) -> bool {
        let mut buf = Buffer::empty(Rect::new(0, 0, 4, 2));
        let area = buf.area;
        store.draw(&request(name).key, area, &mut buf)
    }

    #[test]
    fn the_least_used_go_first_but_none_from_the_screen() {
        let store = Store::with_limit(Depth::True, 30);
        for name in ["a", "b", "c"] {
            store.insert(request(name), prepared(10, None));
        }
        store.next_frame();
        assert!(draw(&store, "a") && draw(&store, "b"));
        store.insert(request("d"), prepared(10, None));
        assert!(!draw(&store, "c"), "the one that nobody drew is gone");
        assert!(draw(&store, "a") && draw(&store, "b") && draw(&store, "d"));
        store.insert(request("e"), prepared(10, None));
        assert!(draw(&store, "a") && draw(&store, "e"), "all are on the screen: none may go");
        store.next_frame();
        assert!(draw(&store, "e"));
        store.insert(request("f"), prepared(10, None));
        assert_eq!(store.lock().memory, 30);
    }

    #[test]
    fn the_terminal_is_told_what_it_may_forget() {
        let store = Store::with_limit(Depth::True, 100);
        store.insert(request("a"), prepared(10, Some(7)));
        store.insert(request("a"), prepared(10, Some(8)));
        assert_eq!(store.next_frame(), "\x1b_Ga=d,d=I,i=7,q=2\x1b\\");
        store.forget(&[AssetId::new("a"), AssetId::new("b")]);
        assert_eq!(store.next_frame(), "\x1b_Ga=d,d=I,i=8,q=2\x1b\\");
        assert_eq!((store.next_frame().as_str(), store.lock().memory), ("", 0));
    }

    #[test]
    fn clearing_gives_what_was_on_the_screen() {
        let store = Store::with_limit(Depth::True, 100);
        store.insert(request("a"), prepared(10, None));
        store.insert(request("b"), prepared(10, None));
        store.next_frame();
        assert!(draw(&store, "b"));
        assert_eq!(store.clear(), [request("b")]);
        assert!(!draw(&store, "b") && store.size(&request("b").key).is_none());
    }

    #[test]
    fn a_picture_too_large_for_its_place_is_not_drawn() {
        let store = Store::with_limit(Depth::True, 100);
        store.insert(request("a"), prepared(10, None));
        let mut buf = Buffer::empty(Rect::new(0, 0, 4, 2));
        assert!(!store.draw(&request("a").key, Rect::new(0, 0, 1, 1), &mut buf));
        assert_eq!(buf, Buffer::empty(buf.area));
    }
}
