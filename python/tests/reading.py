"""How tables are compared."""

import pyarrow as pa


def plain(table):
    """Give what exports Arrow as a table of pyarrow, with text in place of dictionaries."""
    given = pa.table(table)
    for place, field in enumerate(given.schema):
        if pa.types.is_dictionary(field.type):
            given = given.set_column(place, field.name, given.column(place).cast(pa.string()))
    return given
