//! Decoded pictures in memory, so that many sizes of one picture cost one decoding.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use super::decode::{self, Header, Picture};
use super::kept::Kept;
use super::layers::Assets;
use super::transform::{finish, transform};
use super::{ImagingError, Limits, Output};
use crate::server::shelf::Shelf;
use crate::server::turns::Turns;
use crate::url::Recipe;

/// Bytes of decoded pictures that are kept: one of 30 megapixels, or many reduced ones.
const KEPT: u64 = 96 << 20;
/// Pictures of which is known what their headers say.
const KNOWN: u64 = 10_000;

/// Makes pictures, and keeps the sources that it decoded last.
#[derive(Debug)]
pub struct Pictures {
    limits: Limits,
    headers: Mutex<Shelf<String, Header>>,
    kept: Mutex<Shelf<(String, u32), Arc<Picture>>>,
    turns: Turns,
}

impl Pictures {
    /// With nothing decoded yet.
    pub fn new(limits: Limits) -> Self {
        Self {
            limits,
            headers: Mutex::new(Shelf::new(KNOWN)),
            kept: Mutex::new(Shelf::new(KEPT)),
            turns: Turns::default(),
        }
    }

    /// Does what `recipe` says with the picture called `name` (equal names, equal bytes), whose bytes `read`
    /// gets if they are needed. `accept` is the client's header of that name, `assets` are the files that layers need. The result is that of
    /// [`transform`](super::transform()). Takes as long as it takes: not for an async thread.
    ///
    /// # Errors
    /// Those of `read`, and those of [`transform`](super::transform()).
    pub fn transform<E: From<ImagingError>>(
        &self,
        name: &str,
        read: impl FnOnce() -> Result<Vec<u8>, E>,
        recipe: &Recipe,
        accept: &str,
        assets: &Assets,
    ) -> Result<Output, E> {
        if Kept::is_asked(recipe) || recipe.page.is_some() {
            // More than the pixels of a whole picture is needed of the bytes.
            return Ok(transform(&read()?, recipe, accept, &self.limits, assets)?);
        }
        let started = Instant::now();
        let mut output;
        if let Some(picture) = self.find(name, recipe)? {
            output = finish(&picture, recipe, accept, &self.limits, Kept::default(), assets)?;
        } else {
            let picture = self.decoded(name, read, recipe)?;
            let decoding = started.elapsed();
            output = finish(&picture, recipe, accept, &self.limits, Kept::default(), assets)?;
            output.took.decode = Some(decoding);
        }
        Ok(output)
    }

    /// Gives back the memory of what was decoded.
    pub fn forget(&self) {
        guard(&self.kept).clear();
    }

    /// What a recipe needs of a picture, if it is here.
    fn find(&self, name: &str, recipe: &Recipe) -> Result<Option<Arc<Picture>>, ImagingError> {
        let Some(header) = guard(&self.headers).get(name).copied() else { return Ok(None) };
        let reduction = decode::reduction(recipe, header, &self.limits)?;
        Ok(guard(&self.kept).get(&(name.to_owned(), reduction)).cloned())
    }

    /// Decodes a picture, one of a name at a time, and keeps it.
    fn decoded<E: From<ImagingError>>(
        &self,
        name: &str,
        read: impl FnOnce() -> Result<Vec<u8>, E>,
        recipe: &Recipe,
    ) -> Result<Arc<Picture>, E> {
        let _turn = self.turns.take_blocking(name);
        if let Some(picture) = self.find(name, recipe)? {
            return Ok(picture);
        }
        let bytes = read()?;
        let header = decode::header(&bytes, &self.limits)?;
        let reduction = decode::reduction(recipe, header, &self.limits)?;
        let picture = Arc::new(decode::decode_at(reduction, &bytes, &self.limits)?);
        guard(&self.headers).put(name.to_owned(), header, 1);
        let size = picture.pixels.as_bytes().len() as u64;
        guard(&self.kept).put((name.to_owned(), reduction), Arc::clone(&picture), size);
        Ok(picture)
    }
}

fn guard<T>(shelf: &Mutex<T>) -> MutexGuard<'_, T> {
    shelf.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests;
