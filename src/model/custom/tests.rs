use rstest::rstest;
use serde_json::{Map, Value, json};

use super::*;

fn object(value: Value) -> Map<String, Value> {
    value.as_object().expect("an object").clone()
}

fn field(name: &str, schema: Schema) -> CustomField {
    CustomField {
        id: AssetId::new("0123456789abcdef01234567"),
        name: name.into(),
        label: name.into(),
        schema,
        description: None,
        deleted: false,
    }
}

fn select(field_type: FieldType) -> Schema {
    Schema { options: Some(vec![json!("small"), json!(30), json!(true)]), ..Schema::new(field_type) }
}

#[test]
fn words_of_types() {
    for field_type in FieldType::ALL {
        assert_eq!(field_type.to_string().parse(), Ok(field_type));
    }
    assert_eq!("text".parse::<FieldType>(), Err(NoFieldType("text".into())));
}

#[rstest]
#[case(Schema { min: Some(json!(1)), ..Schema::new(FieldType::Text) }, &["minValue"])]
#[case(Schema { min: Some(json!("1")), max_length: Some(3), ..Schema::new(FieldType::Number) }, &["maxLength", "minValue"])]
#[case(Schema { min: Some(json!(5)), max: Some(json!(4.5)), ..Schema::new(FieldType::Number) }, &["minValue"])]
#[case(Schema { max: Some(json!("soon")), ..Schema::new(FieldType::Date) }, &["maxValue"])]
#[case(Schema { min: Some(json!("2024-02-01")), max: Some(json!("2024-01-31T23:00:00Z")), ..Schema::new(FieldType::Date) }, &["minValue"])]
#[case(Schema { min_length: Some(4), max_length: Some(3), ..Schema::new(FieldType::Textarea) }, &["minLength"])]
#[case(Schema::new(FieldType::SingleSelect), &["selectOptions"])]
#[case(Schema { options: Some(vec![]), ..Schema::new(FieldType::MultiSelect) }, &["selectOptions"])]
#[case(Schema { options: Some(vec![json!(1), json!(1.0)]), ..Schema::new(FieldType::MultiSelect) }, &["selectOptions"])]
#[case(Schema { options: Some(vec![json!([])]), ..Schema::new(FieldType::SingleSelect) }, &["selectOptions"])]
#[case(Schema { options: Some(vec![json!("a")]), ..Schema::new(FieldType::Boolean) }, &["selectOptions"])]
#[case(Schema { required: true, ..Schema::new(FieldType::Text) }, &["defaultValue"])]
#[case(Schema { default: Some(json!(7)), max: Some(json!(6)), ..Schema::new(FieldType::Number) }, &["defaultValue"])]
#[case(Schema { default: Some(json!("small")), ..select(FieldType::MultiSelect) }, &["defaultValue"])]
fn schemas_that_are_wrong(#[case] schema: Schema, #[case] keys: &[&str]) {
    assert_eq!(schema.problems().keys().collect::<Vec<_>>(), keys, "{schema:?}");
}

#[rstest]
#[case(Schema { min: Some(json!(1000)), max: Some(json!(3000)), ..Schema::new(FieldType::Number) })]
#[case(Schema { required: true, default: Some(json!("x")), min_length: Some(1), ..Schema::new(FieldType::Text) })]
#[case(Schema { default: Some(json!(["small", 30])), required: true, ..select(FieldType::MultiSelect) })]
#[case(Schema { default: Some(json!("2024-02-29")), ..Schema::new(FieldType::Date) })]
#[case(select(FieldType::SingleSelect))]
fn schemas_that_are_right(#[case] schema: Schema) {
    assert_eq!(schema.problems(), Problems::new());
}

#[rstest]
#[case(Schema { min_length: Some(2), max_length: Some(3), ..Schema::new(FieldType::Text) }, json!("né"), json!("n"))]
#[case(Schema::new(FieldType::Textarea), json!("a\nb"), json!(5))]
#[case(Schema { min: Some(json!(0)), ..Schema::new(FieldType::Number) }, json!(0.0), json!(-1))]
#[case(Schema { max: Some(json!("2024-01-01")), ..Schema::new(FieldType::Date) }, json!("2024-01-01T00:00:00.000Z"), json!("2024-01-01T00:00:01Z"))]
#[case(Schema::new(FieldType::Date), json!("2024-01-01T10:00:00+05:30"), json!("01.01.2024"))]
#[case(Schema::new(FieldType::Boolean), json!(false), json!("false"))]
#[case(select(FieldType::SingleSelect), json!(30.0), json!("30"))]
#[case(select(FieldType::MultiSelect), json!([true, "small"]), json!([false]))]
#[case(select(FieldType::MultiSelect), json!([]), json!("small"))]
fn values(#[case] schema: Schema, #[case] right: Value, #[case] wrong: Value) {
    assert_eq!(schema.check(&right), Ok(()));
    assert!(schema.check(&wrong).is_err(), "{wrong}");
}

#[test]
fn the_values_of_an_asset() {
    let required = Schema { required: true, default: Some(json!("none")), ..Schema::new(FieldType::Text) };
    let mut gone = field("gone", Schema::new(FieldType::Text));
    gone.deleted = true;
    let fields = [field("price", Schema::new(FieldType::Number)), field("brand", required), gone];
    let check = |given, kept| check_values(&fields, &object(given), &object(kept));
    assert_eq!(check(json!({"price": 5, "brand": "x"}), json!({})), Ok(()));
    assert_eq!(check(json!({"price": null}), json!({"brand": "x"})), Ok(()));
    let problems = check(json!({"price": "5", "gone": "x", "other": 1}), json!({})).unwrap_err();
    assert_eq!(problems.keys().collect::<Vec<_>>(), ["brand", "gone", "other", "price"]);
    assert_eq!(check(json!({"brand": null}), json!({"brand": "x"})).unwrap_err()["brand"], "is required");
}
