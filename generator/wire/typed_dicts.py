"""The one call of datamodel-code-generator; importing this costs half a second."""

from __future__ import annotations

from datamodel_code_generator import generate
from datamodel_code_generator.enums import DataModelType, InputFileType, OpenAPIScope
from datamodel_code_generator.format import Formatter, PythonVersion
from datamodel_code_generator.parser import LiteralType


def typed_dicts(document: str, header: str) -> str:
    """Python source for the components of an OpenAPI document."""
    made = generate(
        document,
        input_file_type=InputFileType.OpenAPI,
        openapi_scopes=[OpenAPIScope.Schemas],
        output_model_type=DataModelType.TypingTypedDict,
        target_python_version=PythonVersion.PY_311,
        disable_timestamp=True,
        use_standard_collections=True,
        use_union_operator=True,
        enum_field_as_literal=LiteralType.All,
        use_schema_description=True,
        use_field_description=True,
        use_double_quotes=True,
        formatters=[Formatter.BUILTIN],
        custom_class_name_generator=str,
        custom_file_header=f'"""{header}"""',
    )
    assert isinstance(made, str)
    return made
