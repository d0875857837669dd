//! Reads short forms and the search language in one text: blanks mean `AND`, `-` means `NOT`.

use std::ops::Range;

use super::Terms;
use super::names::subject;
use super::term::{self, Asked};
use crate::model::custom::FieldType;
use crate::query::ast::{Condition, Expr, Order, Test};
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
                Some(Token::Word) => all.extend(parts(self.parser.source(&span), span.start)),
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
        self.parser.lexemes.get(self.parser.at + 1).is_some_and(|next| is_relation(&next.token))
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
fn parts(word: &str, start: usize) -> impl Iterator<Item = Scalar> {
    let mut at = start;
    word.split('|').map(move |text| {
        let span = at..at + text.len();
        at = span.end + 1;
        Scalar { text: text.to_owned(), quoted: false, span }
    })
}
