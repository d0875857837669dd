//! Reads a query (imagekit-api.md 3.1): `AND` before `OR`, and a general `NOT` besides.

use std::ops::Range;

use super::ast::{Condition, Expr, Order, Query, Test, Value};
use super::error::Error;
use super::field::{Dialect, Field, Kind, Operator};
use super::lex::{Lexeme, Lexer, Token};
use super::value::Scalar;
use super::words::words;
use crate::model::custom::FieldType;

/// Most characters of a query.
pub const MAX_CHARS: usize = 16_384;
/// Most parentheses, and most `AND`s, `OR`s and `NOT`s of any kind, within each other.
pub const MAX_DEPTH: usize = 50;
/// Most conditions of a query.
pub const MAX_CONDITIONS: usize = 250;

/// Reads the value of `searchQuery`. Custom metadata fields are taken for whatever type a condition
/// needs; where their types are known, [`parse_with`] sees more.
///
/// # Errors
/// [`Error`] says what is wrong and where.
pub fn parse(text: &str) -> Result<Query, Error> {
    parse_with(text, &|_| None)
}

/// Reads the value of `searchQuery`, given the types of the custom metadata fields: `None` for one
/// that isn't known.
///
/// # Errors
/// [`Error`] says what is wrong and where.
pub fn parse_with(text: &str, custom: &dyn Fn(&str) -> Option<FieldType>) -> Result<Query, Error> {
    Parser::new(text, Dialect::Search, custom)?.query()
}

/// Reads the value of an upload's `checks` (imagekit-api.md 2.2), whose fields are `request.…`,
/// `file.…` and `mediaMetadata.…`.
///
/// # Errors
/// [`Error`] says what is wrong and where.
pub fn parse_checks(text: &str) -> Result<Query, Error> {
    Parser::new(text, Dialect::Checks, &|_| None)?.query()
}

pub(super) struct Parser<'a> {
    pub(super) text: &'a str,
    pub(super) lexemes: Vec<Lexeme>,
    pub(super) at: usize,
    pub(super) depth: usize,
    conditions: usize,
    dialect: Dialect,
    pub(super) custom: &'a dyn Fn(&str) -> Option<FieldType>,
}

pub(super) type Result<T, E = Error> = std::result::Result<T, E>;

impl<'a> Parser<'a> {
    pub(super) fn new(
        text: &'a str,
        dialect: Dialect,
        custom: &'a dyn Fn(&str) -> Option<FieldType>,
    ) -> Result<Self> {
        if let Some((at, _)) = text.char_indices().nth(MAX_CHARS) {
            let hint = format!("It may have {MAX_CHARS} characters");
            return Err(Error::new(text, at..text.len(), "the query is too long", hint));
        }
        let lexemes = Lexer::new(text).collect::<Result<Vec<_>, _>>().map_err(|open| {
            let hint = format!("Close it with {}", open.quote);
            Error::new(text, open.span, "a quote is not closed", hint)
        })?;
        Ok(Self { text, lexemes, at: 0, depth: 0, conditions: 0, dialect, custom })
    }

    fn query(mut self) -> Result<Query> {
        let expr = self.any()?;
        match self.lexemes.get(self.at) {
            None if expr.depth() > MAX_DEPTH => Err(self.too_deep(0..self.text.len())),
            None => Ok(Query { expr }),
            Some(more) => {
                let (hint, span) = ("Put AND or OR between two conditions", more.span.clone());
                let message = if more.token == Token::Sign(")") {
                    "a parenthesis is closed that was not opened".to_owned()
                } else {
                    format!("{} comes after the end of a condition", self.shown(&span))
                };
                Err(self.error(span, message, hint))
            }
        }
    }

    fn any(&mut self) -> Result<Expr> {
        let mut all = vec![self.all()?];
        while self.takes_word("OR") {
            all.push(self.all()?);
        }
        Ok(joined(all, Expr::Any))
    }

    fn all(&mut self) -> Result<Expr> {
        let mut all = vec![self.primary()?];
        while self.takes_word("AND") {
            all.push(self.primary()?);
        }
        Ok(joined(all, Expr::All))
    }

    fn primary(&mut self) -> Result<Expr> {
        let start = self.here();
        if self.takes_word("NOT") {
            return self.deeper(start, |parser| parser.primary().map(|inner| Expr::Not(Box::new(inner))));
        }
        if !self.takes("(") {
            return self.condition().map(Expr::Is);
        }
        self.deeper(start, |parser| {
            let inner = parser.any()?;
            if parser.takes(")") {
                return Ok(inner);
            }
            Err(parser
                .missing("a closing parenthesis", "Close the parenthesis with ), or put AND or OR here"))
        })
    }

    pub(super) fn deeper(
        &mut self,
        start: Range<usize>,
        f: impl FnOnce(&mut Self) -> Result<Expr>,
    ) -> Result<Expr> {
        if self.depth == MAX_DEPTH {
            return Err(self.too_deep(start));
        }
        self.depth += 1;
        let inner = f(self)?;
        self.depth -= 1;
        Ok(inner)
    }

    pub(super) fn condition(&mut self) -> Result<Condition> {
        let start = self.here();
        self.conditions += 1;
        if self.conditions > MAX_CONDITIONS {
            let message = format!("the query has more than {MAX_CONDITIONS} conditions");
            return Err(self.error(start, message, "Put values of one field together with IN"));
        }
        let field = self.field()?;
        let kind = field.kind(self.custom);
        let operator = self.operator(&field, kind)?;
        let (test, negated) = match operator {
            Operator::Equal => (Test::Equal(self.value(&field, kind, operator)?), false),
            Operator::Differs => (Test::Equal(self.value(&field, kind, operator)?), true),
            Operator::Less => (Test::Order(Order::Less, self.value(&field, kind, operator)?), false),
            Operator::AtMost => (Test::Order(Order::AtMost, self.value(&field, kind, operator)?), false),
            Operator::Greater => (Test::Order(Order::Greater, self.value(&field, kind, operator)?), false),
            Operator::AtLeast => (Test::Order(Order::AtLeast, self.value(&field, kind, operator)?), false),
            Operator::Begins => (Test::Begins(self.value(&field, kind, operator)?), false),
            Operator::In => (Test::In(self.list(&field, kind, operator)?), false),
            Operator::NotIn => (Test::In(self.list(&field, kind, operator)?), true),
            Operator::Has => (Test::Has(self.words(&field)?), false),
            Operator::Exists => (Test::Exists, false),
            Operator::NotExists => (Test::Exists, true),
        };
        Ok(Condition { field, test, negated })
    }

    fn field(&mut self) -> Result<Field> {
        let span = self.here();
        let name = match self.lexemes.get(self.at).map(|lexeme| &lexeme.token) {
            Some(Token::Quoted(name)) => name.clone(),
            Some(Token::Word) => self.source(&span).to_owned(),
            _ => {
                return Err(
                    self.missing("a field", "Begin a condition with a field such as name, tags or size")
                );
            }
        };
        self.at += 1;
        let Some(field) = Field::named(&name, self.dialect) else {
            let hint = match nearest(&name, self.dialect) {
                Some(near) => format!("Perhaps {near} is meant"),
                None => format!("The fields are {}", known(self.dialect)),
            };
            return Err(self.error(span, format!("{name} is not a field"), hint));
        };
        Ok(field)
    }

    fn operator(&mut self, field: &Field, kind: Kind) -> Result<Operator> {
        let span = self.here();
        let allowed = || {
            let all: Vec<_> = kind.operators().iter().map(|operator| operator.text()).collect();
            format!("{field} takes {}", all.join(", "))
        };
        let Some((operator, end)) = self.read_operator() else {
            return Err(self.missing("an operator", &allowed()));
        };
        if !kind.operators().contains(&operator) {
            let message = format!("{} is not an operator of {field}", operator.text());
            return Err(self.error(span.start..end, message, allowed()));
        }
        Ok(operator)
    }

    /// The operator that comes next, and where it ends.
    fn read_operator(&mut self) -> Option<(Operator, usize)> {
        let negated = self.takes_word("NOT");
        let lexeme = self.lexemes.get(self.at)?;
        let word = match lexeme.token {
            Token::Word => self.source(&lexeme.span).to_ascii_uppercase(),
            _ => String::new(),
        };
        let operator = match (negated, Operator::of_sign(&lexeme.token), word.as_str()) {
            (false, Some(operator), _) => operator,
            (true, Some(Operator::Equal), _) => Operator::Differs,
            (false, None, "IN") => Operator::In,
            (true, None, "IN") => Operator::NotIn,
            (false, None, "HAS") => Operator::Has,
            (false, None, "EXISTS") => Operator::Exists,
            (true, None, "EXISTS") => Operator::NotExists,
            _ => return None,
        };
        let end = lexeme.span.end;
        self.at += 1;
        Some((operator, end))
    }

    fn value(&mut self, field: &Field, kind: Kind, operator: Operator) -> Result<Value> {
        let scalar = self.scalar(field)?;
        scalar.read(field, kind, operator).map_err(|(message, hint)| self.error(scalar.span, message, hint))
    }

    fn words(&mut self, field: &Field) -> Result<String> {
        let scalar = self.scalar(field)?;
        let any = words(&scalar.text).next().is_some();
        let problem = match (scalar.quoted, any) {
            (true, true) => return Ok(scalar.text),
            (true, false) => "HAS needs a word".to_owned(),
            (false, _) => format!("{field} field must have a valid text value"),
        };
        let hint = "Write words in quotes after HAS, such as \"red car\"";
        Err(self.error(scalar.span, problem, hint))
    }

    fn list(&mut self, field: &Field, kind: Kind, operator: Operator) -> Result<Vec<Value>> {
        if !self.takes("[") {
            return Err(self.missing("a list", "Write a list in brackets, such as [\"a\", \"b\"]"));
        }
        let mut all = vec![self.value(field, kind, operator)?];
        while self.takes(",") {
            all.push(self.value(field, kind, operator)?);
        }
        if self.takes("]") {
            return Ok(all);
        }
        Err(self.missing("a closing bracket", "Put a comma between values and ] behind the last one"))
    }

    fn scalar(&mut self, field: &Field) -> Result<Scalar> {
        let span = self.here();
        let (text, quoted) = match self.lexemes.get(self.at).map(|lexeme| &lexeme.token) {
            Some(Token::Quoted(text)) => (text.clone(), true),
            Some(Token::Word) => (self.source(&span).to_owned(), false),
            _ => return Err(self.missing(&format!("a value for {field}"), "Write a value here")),
        };
        self.at += 1;
        Ok(Scalar { text, quoted, span })
    }

    pub(super) fn takes(&mut self, sign: &str) -> bool {
        let found =
            matches!(self.lexemes.get(self.at), Some(Lexeme { token: Token::Sign(s), .. }) if *s == sign);
        self.at += usize::from(found);
        found
    }

    pub(super) fn takes_word(&mut self, word: &str) -> bool {
        let found = self.lexemes.get(self.at).is_some_and(|lexeme| {
            lexeme.token == Token::Word && self.source(&lexeme.span).eq_ignore_ascii_case(word)
        });
        self.at += usize::from(found);
        found
    }

    /// Where the next piece stands; the end of the text when there is none.
    pub(super) fn here(&self) -> Range<usize> {
        let end = self.text.trim_end().len();
        self.lexemes.get(self.at).map_or(end..end, |lexeme| lexeme.span.clone())
    }

    pub(super) fn source(&self, span: &Range<usize>) -> &'a str {
        self.text.get(span.clone()).unwrap_or_default()
    }

    /// A piece of the text for a message, shortened.
    fn shown(&self, span: &Range<usize>) -> String {
        const LONGEST: usize = 40;
        let text = self.source(span);
        match text.char_indices().nth(LONGEST) {
            Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
            None => text.to_owned(),
        }
    }

    /// Something else stands where `what` was to come, or nothing.
    pub(super) fn missing(&self, what: &str, hint: &str) -> Error {
        let span = self.here();
        let message = match self.lexemes.get(self.at) {
            None => format!("{what} is missing"),
            Some(_) => format!("{what} is missing before {}", self.shown(&span)),
        };
        self.error(span, message, hint)
    }

    pub(super) fn too_deep(&self, span: Range<usize>) -> Error {
        let message = format!("more than {MAX_DEPTH} parentheses, ANDs, ORs and NOTs are within each other");
        self.error(span, message, "Take some of them away")
    }

    pub(super) fn error(
        &self,
        span: Range<usize>,
        message: impl Into<String>,
        hint: impl Into<String>,
    ) -> Error {
        Error::new(self.text, span, message, hint)
    }
}

/// One alone, or several put together.
pub(super) fn joined(mut all: Vec<Expr>, join: fn(Vec<Expr>) -> Expr) -> Expr {
    match all.pop() {
        Some(only) if all.is_empty() => only,
        Some(last) => {
            all.push(last);
            join(all)
        }
        None => join(all),
    }
}

/// The field that was meant, if one is near.
pub(super) fn nearest(name: &str, dialect: Dialect) -> Option<&'static str> {
    let name = name.to_lowercase();
    let plain = |known: &str| known.rsplit('.').next().unwrap_or_default().to_lowercase();
    Field::names(dialect)
        .map(|known| {
            let whole = strsim::jaro_winkler(&name, &known.to_lowercase());
            (whole.max(strsim::jaro_winkler(&name, &plain(known))), known)
        })
        .filter(|(likeness, _)| *likeness > 0.8)
        .max_by(|(a, _), (b, _)| a.total_cmp(b))
        .map(|(_, known)| known)
}

fn known(dialect: Dialect) -> String {
    let names: Vec<_> = Field::names(dialect).collect();
    let open = match dialect {
        Dialect::Search => "customMetadata.<name>",
        Dialect::Checks => "request.customMetadata.<name> and mediaMetadata.<name>",
    };
    format!("{} and {open}", names.join(", "))
}
