"""Makes openapi.json: what the published OpenAPI document says of the shape of answers, without prose.

    python3 openapi.py imagekit-v1.0.0.yaml > openapi.json

`routes` has for "GET /v1/files" and each status the JSON schema of the body, or null where there is
none; `schemas` has what those refer to. Needs PyYAML.
"""

import json
import sys

import yaml

PROSE = {"description", "example", "examples", "title", "summary", "default", "readOnly", "discriminator"}


def bare(schema):
    """A schema without prose; its references lead to `schemas`."""
    if isinstance(schema, list):
        return [bare(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    kept = {}
    for key, value in schema.items():
        if key == "$ref":
            kept[key] = value.replace("#/components/schemas/", "#/schemas/")
        elif key in ("properties", "patternProperties"):
            kept[key] = {name: bare(part) for name, part in value.items()}
        elif key in ("enum", "const", "required"):
            kept[key] = value
        elif key == "type":
            # Unquoted in the document.
            kept[key] = ["null" if kind is None else kind for kind in value] if isinstance(value, list) else value
        elif key not in PROSE and not key.startswith("x-"):
            kept[key] = bare(value)
    return kept


def references(schema):
    if isinstance(schema, list):
        for part in schema:
            yield from references(part)
    elif isinstance(schema, dict):
        for key, value in schema.items():
            if key == "$ref":
                yield value.removeprefix("#/schemas/")
            else:
                yield from references(value)


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        document = yaml.safe_load(file)
    components = document["components"]
    routes = {}
    for path, item in document["paths"].items():
        for method, operation in item.items():
            if method not in ("get", "post", "put", "patch", "delete"):
                continue
            answers = routes[f"{method.upper()} {path}"] = {}
            for status, answer in operation["responses"].items():
                if "$ref" in answer:
                    answer = components["responses"][answer["$ref"].rsplit("/", 1)[1]]
                content = answer.get("content", {}).get("application/json", {})
                answers[status] = bare(content["schema"]) if "schema" in content else None
    schemas, wanted = {}, list(references(list(routes.values())))
    while wanted:
        name = wanted.pop()
        if name not in schemas:
            schemas[name] = bare(components["schemas"][name])
            wanted += references(schemas[name])
    json.dump({"routes": routes, "schemas": schemas}, sys.stdout, sort_keys=True, separators=(",", ":"))
    print()


main()
