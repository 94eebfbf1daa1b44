"""Between the domain types and plain JSON values: one generic pair of functions for every dataclass of the model."""

from __future__ import annotations

import types
import typing
from collections.abc import Callable
from dataclasses import MISSING, Field, fields, is_dataclass
from functools import cache
from typing import Any, Union, cast


class CodecError(ValueError):
    """A JSON value does not fit the type it should become; the message names the type and the field."""


def to_json(value: Any) -> Any:
    """The JSON value of a domain value; fields at their default are left out, so that stored claims stay small."""
    if is_dataclass(value) and not isinstance(value, type):
        out: dict[str, Any] = {}
        for field, default in _defaults(type(value)):
            item = getattr(value, field.name)
            if default is MISSING or item != default:
                out[field.name] = to_json(item)
        return out
    if isinstance(value, tuple | list):
        return [to_json(item) for item in value]
    return value


def from_json[T](kind: type[T], data: Any) -> T:
    """The value of type ``kind`` that ``to_json`` made ``data`` from; CodecError on unknown fields and wrong types."""
    return cast(T, _decoder(cast(Any, kind))(data))


@cache
def _defaults(kind: type) -> tuple[tuple[Field[Any], Any], ...]:
    """Each field with its default value, or MISSING where it has none."""
    return tuple(
        (field, field.default_factory() if field.default_factory is not MISSING else field.default)
        for field in fields(kind)
    )


@cache
def _decoder(kind: Any) -> Callable[[Any], Any]:
    """The function that turns a JSON value into ``kind``: a dataclass, a tuple, a scalar or a union with None."""
    if isinstance(kind, type) and is_dataclass(kind):
        return _dataclass_decoder(kind)
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if origin is tuple:
        return _tuple_decoder(kind, arguments)
    if origin in (Union, types.UnionType):
        (inner,) = (_decoder(a) for a in arguments if a is not types.NoneType)
        return lambda data: None if data is None else inner(data)
    if kind in (str, bool, int, float):
        return _scalar_decoder(kind)
    raise CodecError(f"no JSON form for {kind!r}")


def _dataclass_decoder(kind: type) -> Callable[[Any], Any]:
    hints = typing.get_type_hints(kind)
    decoders = {field.name: _decoder(hints[field.name]) for field in fields(kind)}

    def decode(data: Any) -> Any:
        if not isinstance(data, dict):
            raise CodecError(f"{kind.__name__}: expected an object, found {type(data).__name__}")
        try:
            return kind(**{name: decoders[name](item) for name, item in data.items()})
        except KeyError as error:
            raise CodecError(f"{kind.__name__}: unknown field {error}") from error
        except TypeError as error:
            raise CodecError(f"{kind.__name__}: {error}") from error

    return decode


def _tuple_decoder(kind: Any, arguments: tuple[Any, ...]) -> Callable[[Any], Any]:
    variable = len(arguments) == 2 and arguments[1] is Ellipsis
    inner = [_decoder(a) for a in arguments if a is not Ellipsis]

    def decode(data: Any) -> Any:
        if not isinstance(data, list | tuple) or not (variable or len(data) == len(inner)):
            raise CodecError(f"{kind}: expected a list of the right length, found {data!r}"[:200])
        return tuple((inner[0] if variable else inner[n])(item) for n, item in enumerate(data))

    return decode


def _scalar_decoder(kind: type) -> Callable[[Any], Any]:
    def decode(data: Any) -> Any:
        if kind is float and isinstance(data, int) and not isinstance(data, bool):
            return float(data)
        if not isinstance(data, kind) or (kind is int and isinstance(data, bool)):
            raise CodecError(f"expected {kind.__name__}, found {data!r}"[:200])
        return data

    return decode
