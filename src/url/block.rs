//! What lies between the first and the last word of a block: `l-…,l-end`, `if-…,if-end`.

/// Takes a block apart: what follows `open` in its first word, and all that stands before its last
/// word, which is `close`. `None` without that end.
pub(super) fn inside<'a>(block: &'a str, open: &str, close: &str) -> Option<(&'a str, &'a str)> {
    let body = block.strip_prefix(open)?.strip_suffix(close)?;
    let body = body.strip_suffix([',', ':'])?;
    match body.find([',', ':']) {
        Some(at) => Some((body.get(..at)?, body.get(at + 1..)?)),
        None => Some((body, "")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn taken_apart() {
        assert_eq!(
            inside("l-image,i-a.jpg,w-1:h-2,l-end", "l-", "l-end"),
            Some(("image", "i-a.jpg,w-1:h-2"))
        );
        assert_eq!(inside("if-w_gt_1:w-2:if-end", "if-", "if-end"), Some(("w_gt_1", "w-2")));
        assert_eq!(inside("l-image,l-end", "l-", "l-end"), Some(("image", "")));
        assert_eq!(inside("l-image,i-a.jpg", "l-", "l-end"), None);
        assert_eq!(inside("l-end", "l-", "l-end"), None);
    }
}
