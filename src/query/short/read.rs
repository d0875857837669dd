//! Reads short forms and the search language in one text: blanks mean `AND`, `-` means `NOT`.

use std::ops::Range;

use super::Terms;
use super::names::subject;
use super::term::{self, Asked};
use crate::model::custom::FieldType;
use crate::query::ast::{Condition, Expr, Order, Test};
use crate::query::complete::Vocabulary;
use crate::query::field::{Dialect, Field};
use crate::query::lex::{Lexeme, Token};
use crate::query::parse::{Parser, Result, joined, nearest};
use crate::query::value::Scalar;
use crate::query::words::words;

/// Reads a text.
pub(super) fn read(text: &str, terms: &Terms) -> Result<Expr> {
    let custom = |name: &str| kind_of(name, terms);
    let parser = Parser::new(text, Dialect::Search, &custom)?;
    Reader { parser, terms }.whole()
}

fn kind_of(name: &str, terms: &Terms) -> Option<FieldType> {
    terms.vocabulary.custom.iter().find(|known| known.name == name).map(|known| known.kind)
}

/// A part of a text, all of which have to hold.
#[derive(Clone, Debug, PartialEq)]
pub enum Part {
    /// A word by itself, or several in quotes.
    Word {
        /// The word, without a minus sign and quotes.
        text: String,
        /// Whether a minus sign stands before it.
        negated: bool,
        /// Where it is, in bytes.
        span: Range<usize>,
    },
    /// Anything else.
    Holds(Expr),
}

/// Reads a text in parts, so that its words can be looked for in another way than in a search. With an
/// `OR` outside of parentheses all of it is one part.
///
/// # Errors
///
/// [`Error`](crate::query::Error) says what is wrong and where.
pub fn parts(text: &str, terms: &Terms) -> Result<Vec<Part>> {
    let custom = |name: &str| kind_of(name, terms);
    let parser = Parser::new(text, Dialect::Search, &custom)?;
    let mut reader = Reader { parser, terms };
    let mut parts = Vec::new();
    while reader.peek().is_some() {
        match reader.word() {
            Some(word) => parts.push(word),
            None => parts.push(Part::Holds(reader.unit()?)),
        }
        if reader.parser.takes_word("OR") {
            return read(text, terms).map(|expr| vec![Part::Holds(expr)]);
        }
        // With nothing behind it, it isn't finished.
        if reader.parser.takes_word("AND") && reader.peek().is_none() {
            reader.unit()?;
        }
    }
    Ok(parts)
}

struct Reader<'a> {
    parser: Parser<'a>,
    terms: &'a Terms,
}

impl Reader<'_> {
    fn whole(mut self) -> Result<Expr> {
        let expr = self.any()?;
        match self.peek() {
            None => Ok(expr),
            Some(more) => {
                let span = more.span.clone();
                let message = "a parenthesis is closed that was not opened";
                Err(self.parser.error(span, message, "Take it away, or open one before it"))
            }
        }
    }

    fn any(&mut self) -> Result<Expr> {
        let mut all = vec![self.all()?];
        while self.parser.takes_word("OR") {
            all.push(self.all()?);
        }
        Ok(joined(all, Expr::Any))
    }

    fn all(&mut self) -> Result<Expr> {
        let mut all = vec![self.unit()?];
        while self.parser.takes_word("AND") || self.goes_on() {
            all.push(self.unit()?);
        }
        Ok(joined(all, Expr::All))
    }

    /// Whether another condition stands here, with nothing but a blank before it.
    fn goes_on(&self) -> bool {
        match self.peek().map(|lexeme| &lexeme.token) {
            None | Some(Token::Sign(")")) => false,
            Some(Token::Word) => !self.source_here().eq_ignore_ascii_case("OR"),
            Some(_) => true,
        }
    }

    fn unit(&mut self) -> Result<Expr> {
        let start = self.parser.here();
        if self.parser.takes_word("NOT") || self.takes_minus() {
            let at = self.parser.at;
            let inner = self.within(start, Self::unit)?;
            debug_assert!(self.parser.at > at);
            return Ok(Expr::Not(Box::new(inner)));
        }
        if !self.parser.takes("(") {
            return if is_plain_condition(self.parser.text, self.ahead()) {
                self.parser.condition().map(Expr::Is)
            } else {
                self.term()
            };
        }
        self.within(start, |reader| {
            let inner = reader.any()?;
            if reader.parser.takes(")") {
                return Ok(inner);
            }
            Err(reader.parser.missing("a closing parenthesis", "Close the parenthesis with )"))
        })
    }

    /// One level deeper.
    fn within(&mut self, start: Range<usize>, f: impl FnOnce(&mut Self) -> Result<Expr>) -> Result<Expr> {
        if self.parser.depth == crate::query::parse::MAX_DEPTH {
            return Err(self.parser.too_deep(start));
        }
        self.parser.depth += 1;
        let inner = f(self)?;
        self.parser.depth -= 1;
        Ok(inner)
    }

    /// Takes a minus sign, which may be the beginning of a word.
    fn takes_minus(&mut self) -> bool {
        let minus = self.source_here().starts_with('-');
        let Some(lexeme) = self.parser.lexemes.get_mut(self.parser.at).filter(|_| minus) else {
            return false;
        };
        if lexeme.token != Token::Word {
            return false;
        }
        lexeme.span.start += 1;
        if lexeme.span.is_empty() {
            self.parser.at += 1;
        }
        true
    }

    fn term(&mut self) -> Result<Expr> {
        let span = self.parser.here();
        let sign = order_of(self.peek());
        match self.peek().map(|lexeme| lexeme.token.clone()) {
            Some(Token::Sign(_)) if sign.is_some() => {
                self.parser.at += 1;
                let order = sign.map_or(Asked::Short, Asked::Order);
                self.valued(Field::Size.to_string(), span, order)
            }
            Some(Token::Word | Token::Quoted(_)) if self.sign_follows() => self.named(span),
            Some(Token::Word) => {
                let text = self.source_here().to_owned();
                self.parser.at += 1;
                self.free(Scalar { text, quoted: false, span })
            }
            Some(Token::Quoted(text)) => {
                self.parser.at += 1;
                self.free(Scalar { text, quoted: true, span })
            }
            _ => {
                let hint = "Write a word of the name, a short form such as tag:red, or a condition";
                Err(self.parser.missing("something to search for", hint))
            }
        }
    }

    /// `name:value`, `w>1000`, `created:>7d`.
    fn named(&mut self, span: Range<usize>) -> Result<Expr> {
        let name = match self.peek().map(|lexeme| lexeme.token.clone()) {
            Some(Token::Quoted(name)) => name,
            _ => self.source_here().to_owned(),
        };
        self.parser.at += 1;
        let colon = self.parser.takes(":");
        let asked = match order_of(self.peek()) {
            Some(order) => {
                self.parser.at += 1;
                Asked::Order(order)
            }
            None if self.parser.takes("=") => Asked::Exactly,
            None => Asked::Short,
        };
        debug_assert!(colon || asked != Asked::Short);
        self.valued(name, span, asked)
    }

    /// The values behind a name and a sign.
    fn valued(&mut self, name: String, span: Range<usize>, asked: Asked) -> Result<Expr> {
        let Some(subject) = subject(&name, &self.terms.vocabulary) else {
            let hint = match nearest(&name, Dialect::Search) {
                Some(near) => format!("Perhaps {near} is meant"),
                None => "Put it in quotes to look for it in names, or take a field such as tag, is, \
                         created or one of your custom metadata fields"
                    .to_owned(),
            };
            return Err(self.parser.error(span, format!("{name} is not a field"), hint));
        };
        let values = self.values(&name)?;
        term::expr(&subject, asked, &values, self.terms)
            .map_err(|(span, message, hint)| self.parser.error(span, message, hint))
    }

    /// Values with commas or bars between them.
    fn values(&mut self, name: &str) -> Result<Vec<Scalar>> {
        let mut all = Vec::new();
        loop {
            let span = self.parser.here();
            match self.peek().map(|lexeme| lexeme.token.clone()) {
                Some(Token::Quoted(text)) => all.push(Scalar { text, quoted: true, span }),
                Some(Token::Word) => all.extend(barred(self.parser.source(&span), span.start)),
                _ => {
                    let hint = format!("Write what {name} should be behind the sign");
                    return Err(self.parser.missing(&format!("a value for {name}"), &hint));
                }
            }
            self.parser.at += 1;
            if !self.parser.takes(",") {
                return Ok(all);
            }
        }
    }

    /// Takes a word by itself, with a minus sign before it or not.
    fn word(&mut self) -> Option<Part> {
        let lexeme = self.peek()?;
        let (mut span, mut at) = (lexeme.span.clone(), self.parser.at);
        let source = self.source_here();
        let negated = lexeme.token == Token::Word && source.starts_with('-');
        if negated {
            span.start += 1;
            at += usize::from(span.is_empty());
        }
        let ahead = self.parser.lexemes.get(at..)?;
        let taken = match &ahead.first()?.token {
            Token::Quoted(text) if ahead.first()?.span.start == span.start || !negated => text.clone(),
            Token::Word => self.parser.source(&span).to_owned(),
            _ => return None,
        };
        let joint = matches!(taken.to_ascii_uppercase().as_str(), "NOT" | "AND" | "OR");
        let bare = matches!(ahead.first()?.token, Token::Word);
        let is_form = has_sign(self.parser.text, ahead, &self.terms.vocabulary)
            || is_plain_condition(self.parser.text, ahead);
        if joint && bare || is_form || taken.is_empty() {
            return None;
        }
        let span = span.start..ahead.first()?.span.end;
        self.parser.at = at + 1;
        Some(Part::Word { text: taken, negated, span })
    }

    /// A word by itself: the name has it.
    fn free(&self, word: Scalar) -> Result<Expr> {
        if word.quoted && words(&word.text).next().is_none() {
            return Err(self.parser.error(word.span, "HAS needs a word", "Write a letter or a digit"));
        }
        if word.quoted {
            let test = Test::Has(word.text);
            return Ok(Expr::Is(Condition { field: Field::Name, test, negated: false }));
        }
        term::expr(&super::names::Subject::Field(Field::Name), Asked::Short, &[word], self.terms)
            .map_err(|(span, message, hint)| self.parser.error(span, message, hint))
    }

    fn peek(&self) -> Option<&Lexeme> {
        self.parser.lexemes.get(self.parser.at)
    }

    fn ahead(&self) -> &[Lexeme] {
        self.parser.lexemes.get(self.parser.at..).unwrap_or_default()
    }

    fn sign_follows(&self) -> bool {
        has_sign(self.parser.text, self.ahead(), &self.terms.vocabulary)
    }

    fn source_here(&self) -> &str {
        self.peek().map_or("", |lexeme| self.parser.source(&lexeme.span))
    }
}

/// Whether a condition of the search language stands here, and no short form: a field in quotes, or
/// one of its own name, and behind it an operator of words or a value in quotes.
pub(super) fn is_plain_condition(text: &str, lexemes: &[Lexeme]) -> bool {
    let [field, operator, ..] = lexemes else { return false };
    let source = |lexeme: &Lexeme| text.get(lexeme.span.clone()).unwrap_or_default().to_ascii_uppercase();
    let name = match &field.token {
        Token::Word => text.get(field.span.clone()).unwrap_or_default(),
        Token::Quoted(name) => name,
        Token::Sign(_) => return false,
    };
    if Field::named(name, Dialect::Search).is_none() {
        return false;
    }
    let worded = operator.token == Token::Word
        && matches!(source(operator).as_str(), "IN" | "HAS" | "EXISTS" | "NOT")
        && (source(operator) != "NOT"
            || lexemes.get(2).is_some_and(|third| {
                third.token == Token::Sign("=") || matches!(source(third).as_str(), "IN" | "EXISTS")
            }));
    let quoted = |at: usize| matches!(lexemes.get(at), Some(Lexeme { token: Token::Quoted(_), .. }));
    worded || is_relation(&operator.token) && (quoted(0) || quoted(2))
}

/// Whether the piece in front is a name with a sign behind it. In `hero >2mb` it is not: the blank
/// makes two of them, unless it is a field that stands there.
pub(super) fn has_sign(text: &str, lexemes: &[Lexeme], vocabulary: &Vocabulary) -> bool {
    let [name, sign, ..] = lexemes else { return false };
    let known = || match &name.token {
        Token::Quoted(name) => subject(name, vocabulary).is_some(),
        _ => {
            let name = text.get(name.span.clone()).unwrap_or_default();
            subject(name.strip_prefix('-').unwrap_or(name), vocabulary).is_some()
        }
    };
    is_relation(&sign.token) && (name.span.end == sign.span.start || known())
}

pub(super) fn is_relation(token: &Token) -> bool {
    matches!(token, Token::Sign(":" | "=" | "<" | "<=" | ">" | ">="))
}

fn order_of(lexeme: Option<&Lexeme>) -> Option<Order> {
    Some(match lexeme?.token {
        Token::Sign("<") => Order::Less,
        Token::Sign("<=") => Order::AtMost,
        Token::Sign(">") => Order::Greater,
        Token::Sign(">=") => Order::AtLeast,
        _ => return None,
    })
}

/// The parts of a word between its bars.
fn barred(word: &str, start: usize) -> impl Iterator<Item = Scalar> {
    let mut at = start;
    word.split('|').map(move |text| {
        let span = at..at + text.len();
        at = span.end + 1;
        Scalar { text: text.to_owned(), quoted: false, span }
    })
}
