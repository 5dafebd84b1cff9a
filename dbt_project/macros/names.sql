{# Where things stand: schemas by their plain name, and no database name in compiled SQL, so that a
   view still works after it is copied into a published file of another name. #}

{% macro generate_schema_name(custom_schema_name, node) -%}
    {{ custom_schema_name or target.schema }}
{%- endmacro %}

{% macro ref() -%}
    {% set relation = builtins.ref(*varargs, **kwargs) %}
    {% do return(relation if relation.is_cte else relation.include(database=false)) %}
{%- endmacro %}

{% macro source() -%}
    {% set relation = builtins.source(*varargs) %}
    {% do return(relation if relation.is_cte else relation.include(database=false)) %}
{%- endmacro %}
