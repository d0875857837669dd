//! The texts that were signed if the transformation was changed or moved afterwards.

use super::super::chain::{Chain, Step};
use super::super::classic::Position;
use super::super::delivery::encode_transformation;
use super::super::parts::Parts;
use super::super::sign::canonical;
use super::Difference;
use super::variants::{Choice, Variant, form_encoded, paths};

/// So many items are tried in all orders; of more, pairs change places.
const FEW: usize = 5;

/// All variants of a URL without its signature whose transformation is another, or elsewhere.
pub(super) fn relatives(bare: &Parts, expire: Option<&str>) -> Vec<Variant> {
    let Some(chain) = bare.chain() else { return Vec::new() };
    let mut all = Vec::new();
    for (chain, changed) in chains(&chain) {
        for (parts, moved) in places(bare, &chain) {
            for (path, encoding) in paths(&parts.path) {
                let url = Parts { path, ..parts.clone() }.to_string();
                all.push(Variant {
                    message: canonical(&url, &bare.endpoint, expire),
                    differences: [&changed, &moved, &encoding].into_iter().flatten().cloned().collect(),
                });
            }
        }
    }
    all
}

/// The transformation, itself in other orders, and itself with one step or parameter less.
fn chains(own: &Chain) -> Vec<Choice<String>> {
    let mut all = vec![own.to_string()];
    let with_steps = |steps: Vec<Step>| Chain { steps }.to_string();
    all.extend(orders(&own.steps).into_iter().chain(less(&own.steps)).map(with_steps));
    for (at, step) in own.steps.iter().enumerate() {
        for params in orders(&step.params).into_iter().chain(less(&step.params)) {
            let mut steps = own.steps.clone();
            steps.splice(at..=at, [Step { params }]);
            all.push(with_steps(steps));
        }
    }
    let own = own.to_string();
    let changed = |chain: String| {
        let difference = (chain != own).then(|| Difference::TransformationChanged(chain.clone()));
        (chain, difference)
    };
    all.into_iter().map(changed).collect()
}

/// The items in all other orders, if they are few.
fn orders<T: Clone>(items: &[T]) -> Vec<Vec<T>> {
    let mut all = Vec::new();
    if items.len() <= FEW {
        permute(&mut items.to_vec(), 0, &mut all);
        return all;
    }
    for first in 0..items.len() {
        for second in first + 1..items.len() {
            let mut order = items.to_vec();
            order.swap(first, second);
            all.push(order);
        }
    }
    all
}

fn permute<T: Clone>(items: &mut Vec<T>, from: usize, all: &mut Vec<Vec<T>>) {
    if from + 1 >= items.len() {
        all.push(items.clone());
        return;
    }
    for at in from..items.len() {
        items.swap(from, at);
        permute(items, from + 1, all);
        items.swap(from, at);
    }
}

/// The items without one of them, as long as some are left.
fn less<T: Clone>(items: &[T]) -> Vec<Vec<T>> {
    let without = |left_out: usize| {
        items.iter().enumerate().filter(|(at, _)| *at != left_out).map(|(_, item)| item.clone()).collect()
    };
    if items.len() < 2 { Vec::new() } else { (0..items.len()).map(without).collect() }
}

/// The URL with this transformation in its path, and in its query in both encodings.
fn places(bare: &Parts, chain: &str) -> Vec<Choice<Parts>> {
    let own = if bare.path_chain.is_some() { Position::Path } else { Position::Query };
    let moved = |position| (position != own).then_some(Difference::TransformationMoved(position));
    let literal = encode_transformation(chain);
    let in_path = Parts { path_chain: Some(format!("tr:{literal}")), ..bare.without(&["tr"]) };
    let mut all = vec![(in_path, moved(Position::Path))];
    for value in [literal, form_encoded(chain)] {
        all.push((in_query(bare, format!("tr={value}")), moved(Position::Query)));
    }
    all
}

/// Where the URL has the transformation in its query, or else at the end of it.
fn in_query(bare: &Parts, pair: String) -> Parts {
    let mut query = bare.query.clone().unwrap_or_default();
    match query.iter_mut().find(|own| own.starts_with("tr=")) {
        Some(own) => *own = pair,
        None => query.push(pair),
    }
    Parts { path_chain: None, query: Some(query), ..bare.clone() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn other_orders() {
        assert_eq!(orders(&[1, 2, 3]).len(), 6);
        assert!(orders(&[1, 2, 3]).contains(&vec![3, 1, 2]));
        assert_eq!(orders(&[1, 2, 3, 4, 5, 6]).len(), 15);
        assert_eq!(less(&[1, 2]), [[2], [1]]);
        assert_eq!(less(&[1]), Vec::<Vec<i32>>::new());
    }
}
