"""The functions that DuckDB has and PostgreSQL has not, with PostgreSQL's way to the same value.

A test makes the list anew from the catalogues of both.
"""

from __future__ import annotations

MADE_FROM = "2.0.0"  # DuckDB's version, against PostgreSQL 18

_NAMES = """
    add aggregate ago alias apply approx_count_distinct approx_quantile approx_top_k arbitrary
    arg_max arg_max_null arg_max_nulls_last arg_min arg_min_null arg_min_nulls_last argmax argmin
    array_aggr array_aggregate array_apply array_concat array_contains array_cosine_distance
    array_cosine_similarity array_cross_product array_distance array_distinct array_dot_product
    array_extract array_filter array_grade_up array_has array_has_all array_has_any array_indexof
    array_inner_product array_intersect array_negative_dot_product array_negative_inner_product
    array_pop_back array_pop_front array_push_back array_push_front array_reduce array_resize
    array_reverse_sort array_select array_slice array_to_string_comma_default array_transform
    array_unique array_value array_where array_zip arrow_scan arrow_scan_dumb assert_true bar
    base64 bin binom bit_position bitstring bitstring_agg bitstring_byte_comparable
    can_cast_implicitly cast_to_type century combine combine_aggr constant_or_null contains
    count_if count_star countif create_external_resource create_sort_key current_connection_id
    current_localtime current_localtimestamp current_query_id current_transaction_id
    damerau_levenshtein date_diff date_sub datediff datepart datesub datetrunc day dayname
    dayofmonth dayofweek dayofyear days_in_month decade decimal_average decimal_division
    deregister_external_resource destroy_external_resource disable_logging disable_profiling
    divide editdist3 element_at enable_logging enable_profiling ends_with entropy enum_code
    enum_range_boundary epoch epoch_ms epoch_ns epoch_us equi_width_bins era error even favg fdiv
    fill finalize first flatten fmod force_checkpoint format_bytes format_pg_type
    formatreadabledecimalsize formatreadablesize from_base64 from_binary from_hex from_json
    from_json_strict fsum geomean geometric_mean get_block_size get_current_time
    get_current_timestamp get_type getvariable glob grade_up greatest_common_divisor group_concat
    hamming hash hex histogram histogram_exact histogram_values hive_partition_component hour
    icu_calendar_names icu_sort_key if ifnull ilike_escape in_search_path index_key instr invoke
    is_histogram_other_bin isinf isnan isodow isoyear jaccard jaro_similarity
    jaro_winkler_similarity json_contains json_deep_merge json_deserialize_sql
    json_execute_serialized_sql json_extract json_extract_string json_group_array
    json_group_object json_group_structure json_insert json_keys json_merge_patch
    json_merge_patch_diff json_normalize json_pretty json_quote json_remove json_replace
    json_serialize_plan json_serialize_sql json_set json_structure json_transform
    json_transform_strict json_tree json_type json_valid julian kahan_sum kurtosis kurtosis_pop
    last last_day lcase least_common_multiple left_grapheme len length_grapheme levenshtein list
    list_aggr list_aggregate list_any_value list_append list_apply list_approx_count_distinct
    list_avg list_bit_and list_bit_or list_bit_xor list_bool_and list_bool_or list_cat list_concat
    list_contains list_cosine_distance list_cosine_similarity list_count list_distance
    list_distinct list_dot_product list_element list_entropy list_extract list_filter list_first
    list_grade_up list_has list_has_all list_has_any list_histogram list_indexof
    list_inner_product list_intersect list_kurtosis list_kurtosis_pop list_last list_mad list_max
    list_median list_min list_mode list_negative_dot_product list_negative_inner_product list_pack
    list_position list_prepend list_product list_reduce list_resize list_reverse list_reverse_sort
    list_select list_sem list_skewness list_slice list_sort list_stddev_pop list_stddev_samp
    list_string_agg list_sum list_transform list_unique list_value list_var_pop list_var_samp
    list_where list_zip listagg log2 lttb mad make_timestamp_ms make_timestamp_ns make_type map
    map_concat map_contains map_contains_entry map_contains_value map_entries map_extract
    map_extract_value map_from_entries map_keys map_to_pg_oid map_values max_by md5_number
    md5_number_lower md5_number_upper mean median microsecond millennium millisecond min_by minute
    mismatches month monthname multiply nanosecond nextafter nfc_normalize normalized_interval
    not_ilike_escape not_like_escape ord pandas_scan parquet_bloom_probe parquet_file_metadata
    parquet_full_metadata parquet_kv_metadata parquet_metadata parquet_scan parquet_schema
    parse_dirname parse_dirpath parse_duckdb_log_message parse_filename parse_formatted_bytes
    parse_path path_join prefix printf product python_arrow_scan python_map_function quantile
    quantile_cont quantile_disc quarter query query_table range rank_dense reduce regexp_escape
    regexp_extract regexp_extract_all regexp_full_match register_external_resource
    register_external_resource_type remap_struct repeat_row replace_type reservoir_quantile
    right_grapheme round_even roundbankers second sem seq_scan sha1 signbit skewness sleep_ms
    sniff_csv split stats str_split str_split_regex strftime string_split string_split_regex
    strip_accents strlen strptime struct_concat struct_contains struct_extract struct_extract_at
    struct_has struct_indexof struct_insert struct_keys struct_pack struct_position struct_update
    struct_values substring_grapheme subtract suffix sum_no_overflow sumkahan summary switch
    test_all_types test_vector_types time_bucket timetz_byte_comparable timezone_hour
    timezone_minute to_aggregate_state to_base to_base64 to_binary to_centuries to_days to_decades
    to_hours to_microseconds to_millennia to_milliseconds to_minutes to_months to_quarters
    to_seconds to_weeks to_years today truncate_duckdb_logs try_strptime typeof ucase unbin unhex
    unicode union_extract union_tag union_value unpivot_list url_decode url_encode
    variant_array_length variant_bytes_to_variant variant_comparator variant_contains
    variant_exists variant_extract variant_extract_string variant_group_array variant_group_object
    variant_keys variant_normalize variant_to_parquet_variant variant_type variant_typeof
    vector_type vertex_extract wavg week weekday weekofyear weighted_avg which_secret write_log
    xor year yearweek
"""
DUCKDB_ONLY = frozenset(_NAMES.split())

_PARTS = "year quarter month week day hour minute second isodow isoyear"
_SPANS = "years months weeks days hours"

INSTEAD = {
    **{part: f"extract({part} FROM x)" for part in _PARTS.split()},
    **{f"to_{span}": f"make_interval({span} => n)" for span in _SPANS.split()},
    "approx_count_distinct": "count(DISTINCT x)",
    "approx_quantile": "percentile_cont(q) WITHIN GROUP (ORDER BY x)",
    "arbitrary": "any_value(x)",
    "arg_max": "(array_agg(x ORDER BY y DESC))[1]",
    "arg_min": "(array_agg(x ORDER BY y))[1]",
    "argmax": "(array_agg(x ORDER BY y DESC))[1]",
    "argmin": "(array_agg(x ORDER BY y))[1]",
    "contains": "strpos(x, part) > 0",
    "count_if": "count(*) FILTER (WHERE …)",
    "countif": "count(*) FILTER (WHERE …)",
    "date_diff": "one::date - other::date for days, extract(epoch FROM one - other) for seconds",
    "datediff": "one::date - other::date for days, extract(epoch FROM one - other) for seconds",
    "datepart": "date_part(…)",
    "datetrunc": "date_trunc(…)",
    "dayname": "to_char(x, 'FMDay')",
    "dayofmonth": "extract(day FROM x)",
    "dayofweek": "extract(dow FROM x)",
    "dayofyear": "extract(doy FROM x)",
    "ends_with": "x LIKE '%end'",
    "epoch": "extract(epoch FROM x)",
    "epoch_ms": "extract(epoch FROM x) * 1000",
    "first": "(array_agg(x ORDER BY y))[1]",
    "fsum": "sum(x)",
    "group_concat": "string_agg(x, ',')",
    "if": "CASE WHEN … THEN … ELSE … END",
    "ifnull": "coalesce(x, y)",
    "isinf": "abs(x) = 'infinity'",
    "isnan": "x = 'NaN'",
    "json_extract": "x -> 'key'",
    "json_extract_string": "x ->> 'key'",
    "last": "(array_agg(x ORDER BY y DESC))[1]",
    "last_day": "(date_trunc('month', x) + INTERVAL '1 month - 1 day')::date",
    "lcase": "lower(x)",
    "len": "length(x)",
    "list": "array_agg(x)",
    "list_contains": "y = ANY (x)",
    "list_value": "ARRAY[…]",
    "listagg": "string_agg(x, ',')",
    "max_by": "(array_agg(x ORDER BY y DESC))[1]",
    "mean": "avg(x)",
    "median": "percentile_cont(0.5) WITHIN GROUP (ORDER BY x)",
    "min_by": "(array_agg(x ORDER BY y))[1]",
    "monthname": "to_char(x, 'FMMonth')",
    "prefix": "starts_with(x, part)",
    "printf": "format(…)",
    "quantile": "percentile_disc(q) WITHIN GROUP (ORDER BY x)",
    "quantile_cont": "percentile_cont(q) WITHIN GROUP (ORDER BY x)",
    "quantile_disc": "percentile_disc(q) WITHIN GROUP (ORDER BY x)",
    "range": "generate_series(first, last)",
    "regexp_extract": "substring(x FROM pattern)",
    "regexp_full_match": "x ~ '^…$'",
    "split": "string_to_array(x, ',')",
    "str_split": "string_to_array(x, ',')",
    "str_split_regex": "regexp_split_to_array(x, pattern)",
    "strftime": "to_char(x, 'YYYY-MM-DD')",
    "string_split": "string_to_array(x, ',')",
    "string_split_regex": "regexp_split_to_array(x, pattern)",
    "strlen": "octet_length(x)",
    "strptime": "to_timestamp(x, 'YYYY-MM-DD')",
    "suffix": "x LIKE '%end'",
    "time_bucket": "date_bin(…)",
    "today": "a parameter such as :last_day",
    "try_strptime": "to_timestamp(x, 'YYYY-MM-DD')",
    "ucase": "upper(x)",
    "weekday": "extract(dow FROM x)",
    "weekofyear": "extract(week FROM x)",
}
