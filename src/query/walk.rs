//! Goes over a query that may be unfinished or wrong: what each piece is, and what may come next.

use std::ops::Range;

use super::field::{Dialect, Field, Operator};
use super::lex::{Lexeme, Lexer, Token};

/// What a piece of a query is, for colouring.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenKind {
    /// A field.
    Field,
    /// An operator such as `=`, `IN` or `NOT EXISTS`; `NOT` is a piece of its own.
    Operator,
    /// A value in quotes.
    Text,
    /// A value without quotes.
    Literal,
    /// `AND`, `OR`, and `NOT` before a condition.
    Joint,
    /// Parentheses, brackets and commas.
    Bracket,
    /// What can't stand there.
    Wrong,
}

/// What may come next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Next {
    /// A condition.
    Field,
    /// An operator of the field, after `NOT` or not.
    Operator(Field, bool),
    /// A value of the field.
    Value(Field),
    /// A list of values of the field.
    List(Field),
    /// A value in a list.
    Item(Field),
    /// A comma or the end of a list.
    Comma(Field),
    /// `AND`, `OR` or the end.
    Joint,
}

/// The pieces of a query, for colouring; their ranges are in bytes. Blanks are left out.
pub fn tokens(text: &str) -> Vec<(Range<usize>, TokenKind)> {
    let mut next = Next::Field;
    Lexer::new(text)
        .map(|piece| match piece {
            Ok(lexeme) => {
                let (kind, then) = step(text, &lexeme, next.clone());
                next = then;
                (lexeme.span, kind)
            }
            Err(open) => (open.span, TokenKind::Wrong),
        })
        .collect()
}

/// What a piece is where `next` may come, and what may come after it.
pub(super) fn step(text: &str, lexeme: &Lexeme, next: Next) -> (TokenKind, Next) {
    let word = match lexeme.token {
        Token::Word => text.get(lexeme.span.clone()).unwrap_or_default().to_ascii_uppercase(),
        _ => String::new(),
    };
    match (next, &lexeme.token, word.as_str()) {
        (Next::Field, Token::Sign("("), _) => (TokenKind::Bracket, Next::Field),
        (Next::Field, _, "NOT") => (TokenKind::Joint, Next::Field),
        (Next::Field, Token::Word | Token::Quoted(_), _) => field(text, lexeme),
        (Next::Operator(field, false), _, "NOT") => (TokenKind::Operator, Next::Operator(field, true)),
        (Next::Operator(field, _), _, "IN") => (TokenKind::Operator, Next::List(field)),
        (Next::Operator(field, false), _, "HAS") => (TokenKind::Operator, Next::Value(field)),
        (Next::Operator(..), _, "EXISTS") => (TokenKind::Operator, Next::Joint),
        (Next::Operator(field, negated), token, _) => match Operator::of_sign(token) {
            Some(operator) if !negated || operator == Operator::Equal => {
                (TokenKind::Operator, Next::Value(field))
            }
            _ => (TokenKind::Wrong, Next::Operator(field, negated)),
        },
        (Next::Value(_), Token::Quoted(_), _) => (TokenKind::Text, Next::Joint),
        (Next::Value(_), Token::Word, _) => (TokenKind::Literal, Next::Joint),
        (Next::List(field), Token::Sign("["), _) => (TokenKind::Bracket, Next::Item(field)),
        (Next::Item(field), Token::Quoted(_), _) => (TokenKind::Text, Next::Comma(field)),
        (Next::Item(field), Token::Word, _) => (TokenKind::Literal, Next::Comma(field)),
        (Next::Comma(field), Token::Sign(","), _) => (TokenKind::Bracket, Next::Item(field)),
        (Next::Comma(_), Token::Sign("]"), _) => (TokenKind::Bracket, Next::Joint),
        (Next::Joint, _, "AND" | "OR") => (TokenKind::Joint, Next::Field),
        (Next::Joint, Token::Sign(")"), _) => (TokenKind::Bracket, Next::Joint),
        (next, _, _) => (TokenKind::Wrong, next),
    }
}

fn field(text: &str, lexeme: &Lexeme) -> (TokenKind, Next) {
    let name = match &lexeme.token {
        Token::Quoted(name) => name,
        _ => text.get(lexeme.span.clone()).unwrap_or_default(),
    };
    match Field::named(name, Dialect::Search) {
        Some(field) => (TokenKind::Field, Next::Operator(field, false)),
        // Any operator may come after it, as after a field whose type isn't known.
        None => (TokenKind::Wrong, Next::Operator(Field::Custom(name.to_owned()), false)),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn every_piece_has_its_kind() {
        use TokenKind::{Bracket, Field, Joint, Literal, Operator, Text, Wrong};
        let text =
            "NOT (size<'1mb' and \"tags\" NOT IN [\"a\",2] ) OR nmae HAS 'x' y OR width NOT = 5 = 'open";
        let kinds: Vec<_> = tokens(text).into_iter().map(|(span, kind)| (&text[span], kind)).collect();
        assert_eq!(
            kinds,
            [
                ("NOT", Joint),
                ("(", Bracket),
                ("size", Field),
                ("<", Operator),
                ("'1mb'", Text),
                ("and", Joint),
                ("\"tags\"", Field),
                ("NOT", Operator),
                ("IN", Operator),
                ("[", Bracket),
                ("\"a\"", Text),
                (",", Bracket),
                ("2", Literal),
                ("]", Bracket),
                (")", Bracket),
                ("OR", Joint),
                ("nmae", Wrong),
                ("HAS", Operator),
                ("'x'", Text),
                ("y", Wrong),
                ("OR", Joint),
                ("width", Field),
                ("NOT", Operator),
                ("=", Operator),
                ("5", Literal),
                ("=", Wrong),
                ("'open", Wrong),
            ]
        );
    }

    proptest! {
        #[test]
        fn pieces_cover_all_but_blanks(text in ".{0,80}") {
            let mut end = 0;
            for (span, _) in tokens(&text) {
                prop_assert!(text[end..span.start].trim().is_empty() && span.start < span.end);
                end = span.end;
            }
            prop_assert!(text[end..].trim().is_empty());
        }

        #[test]
        fn nothing_is_wrong_in_a_good_query(text in crate::query::testing::text()) {
            prop_assert!(tokens(&text).iter().all(|(_, kind)| *kind != TokenKind::Wrong), "{}", text);
        }
    }
}
