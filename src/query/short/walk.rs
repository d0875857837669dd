//! Goes over a text of short forms and of the search language that may be unfinished or wrong.

use std::ops::Range;

use super::names::{Subject, subject};
use super::read::{is_plain_condition, is_relation};
use crate::query::complete::Vocabulary;
use crate::query::field::Field;
use crate::query::lex::{Lexeme, Lexer, Token, Unclosed};
use crate::query::walk::{Next, TokenKind, step};

/// What may come at the end of a text.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Ahead {
    /// A piece of the search language.
    Plain(Next),
    /// A value of a short form.
    Value(Subject),
}

/// The pieces of a text, for colouring; their ranges are in bytes. Blanks are left out.
pub fn pieces(text: &str, vocabulary: &Vocabulary) -> Vec<(Range<usize>, TokenKind)> {
    walk(text, vocabulary).0
}

/// The pieces of a text, and what may come after them.
pub(super) fn walk(text: &str, vocabulary: &Vocabulary) -> (Vec<(Range<usize>, TokenKind)>, Ahead) {
    let (lexemes, open) = lex(text);
    let mut walker = Walker {
        text,
        lexemes: &lexemes,
        at: 0,
        vocabulary,
        pieces: Vec::new(),
        ahead: Ahead::Plain(Next::Field),
    };
    while walker.at < walker.lexemes.len() {
        walker.advance();
    }
    let Walker { mut pieces, ahead, .. } = walker;
    pieces.extend(open.map(|open| (open.span, TokenKind::Wrong)));
    (pieces, ahead)
}

fn lex(text: &str) -> (Vec<Lexeme>, Option<Unclosed>) {
    let mut lexemes = Vec::new();
    for piece in Lexer::new(text) {
        match piece {
            Ok(lexeme) => lexemes.push(lexeme),
            Err(open) => return (lexemes, Some(open)),
        }
    }
    (lexemes, None)
}

struct Walker<'a> {
    text: &'a str,
    lexemes: &'a [Lexeme],
    at: usize,
    vocabulary: &'a Vocabulary,
    pieces: Vec<(Range<usize>, TokenKind)>,
    ahead: Ahead,
}

impl Walker<'_> {
    /// Takes a piece, or all pieces of a short form.
    fn advance(&mut self) {
        let Some(lexeme) = self.lexemes.get(self.at).cloned() else { return };
        let word = match lexeme.token {
            Token::Word => self.text.get(lexeme.span.clone()).unwrap_or_default().to_ascii_uppercase(),
            _ => String::new(),
        };
        let next = match std::mem::replace(&mut self.ahead, Ahead::Plain(Next::Field)) {
            Ahead::Plain(next) => next,
            Ahead::Value(_) => Next::Joint,
        };
        let joined = matches!(word.as_str(), "AND" | "OR") || lexeme.token == Token::Sign(")");
        let next = if next == Next::Joint && !joined { Next::Field } else { next };
        if next != Next::Field || word == "NOT" || lexeme.token == Token::Sign("(") || joined {
            return self.plain(&lexeme, next);
        }
        if is_plain_condition(self.text, self.lexemes.get(self.at..).unwrap_or_default()) {
            return self.plain(&lexeme, next);
        }
        self.short(lexeme);
    }

    fn plain(&mut self, lexeme: &Lexeme, next: Next) {
        let (kind, then) = step(self.text, lexeme, next);
        self.push(lexeme.span.clone(), kind);
        self.at += 1;
        self.ahead = Ahead::Plain(then);
    }

    fn push(&mut self, span: Range<usize>, kind: TokenKind) {
        if !span.is_empty() {
            self.pieces.push((span, kind));
        }
    }

    /// A short form or a word by itself.
    fn short(&mut self, lexeme: Lexeme) {
        let mut span = lexeme.span.clone();
        let source = self.text.get(span.clone()).unwrap_or_default();
        if lexeme.token == Token::Word && source.starts_with('-') {
            self.push(span.start..span.start + 1, TokenKind::Joint);
            span.start += 1;
        }
        if span.is_empty() {
            self.at += 1;
            self.ahead = Ahead::Plain(Next::Field);
            return;
        }
        let name = self.text.get(span.clone()).unwrap_or_default();
        let follows = |at: usize| self.lexemes.get(at).is_some_and(|next| is_relation(&next.token));
        match &lexeme.token {
            Token::Sign(sign) if matches!(*sign, "<" | "<=" | ">" | ">=") => {
                self.values(Some(Subject::Field(Field::Size)));
            }
            Token::Sign(_) => {
                self.push(span, TokenKind::Wrong);
                self.at += 1;
            }
            Token::Word | Token::Quoted(_) if follows(self.at + 1) => {
                let name = if let Token::Quoted(name) = &lexeme.token { name } else { name };
                let subject = subject(name, self.vocabulary);
                self.push(span, if subject.is_some() { TokenKind::Field } else { TokenKind::Wrong });
                self.at += 1;
                self.values(subject);
            }
            Token::Word | Token::Quoted(_) => {
                self.push(span, TokenKind::Text);
                self.at += 1;
                self.ahead = Ahead::Plain(Next::Joint);
            }
        }
    }

    /// The signs and values of a short form.
    fn values(&mut self, subject: Option<Subject>) {
        while let Some(sign) = self.lexemes.get(self.at).filter(|next| is_relation(&next.token)) {
            self.push(sign.span.clone(), TokenKind::Operator);
            self.at += 1;
        }
        loop {
            self.ahead = match &subject {
                Some(subject) => Ahead::Value(subject.clone()),
                None => Ahead::Plain(Next::Joint),
            };
            let Some(value) = self.lexemes.get(self.at) else { return };
            match value.token {
                Token::Word => self.push(value.span.clone(), TokenKind::Literal),
                Token::Quoted(_) => self.push(value.span.clone(), TokenKind::Text),
                Token::Sign(_) => return,
            }
            self.at += 1;
            self.ahead = Ahead::Plain(Next::Joint);
            match self.lexemes.get(self.at) {
                Some(comma) if comma.token == Token::Sign(",") => {
                    self.push(comma.span.clone(), TokenKind::Bracket);
                    self.at += 1;
                }
                _ => return,
            }
        }
    }
}
