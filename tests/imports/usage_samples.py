"""Exports of usage in the real shapes of their tools, invented; the days are in November 2026."""

from __future__ import annotations

from typing import Any

DAY_23 = 1_795_392_000  # 2026-11-23T00:00:00Z

OPENAI: dict[str, Any] = {
    "object": "page",
    "data": [
        {
            "object": "bucket",
            "start_time": DAY_23,
            "end_time": DAY_23 + 86_400,
            "results": [
                {
                    "object": "organization.usage.completions.result",
                    "input_tokens": 1000,
                    "output_tokens": 500,
                    "input_cached_tokens": 800,
                    "num_model_requests": 5,
                    "project_id": "proj_ranker",
                    "user_id": None,
                    "api_key_id": "key_1",
                    "model": "gpt-4o-2024-08-06",
                    "batch": None,
                },
                {
                    "object": "organization.usage.completions.result",
                    "input_tokens": 10,
                    "output_tokens": 5,
                    "num_model_requests": 2,
                    "project_id": "proj_ranker",
                    "model": None,
                },
            ],
        },
        {"object": "bucket", "start_time": DAY_23 + 86_400, "end_time": DAY_23 + 172_800, "results": []},
    ],
    "has_more": True,
    "next_page": "page_AAAA",
}

ANTHROPIC: dict[str, Any] = {
    "data": [
        {
            "starting_at": "2026-11-23T00:00:00Z",
            "ending_at": "2026-11-24T00:00:00Z",
            "results": [
                {
                    "api_key_id": "apikey_01",
                    "workspace_id": "wrkspc_01",
                    "model": "claude-opus-4-20250514",
                    "service_tier": "standard",
                    "context_window": "0-200k",
                    "uncached_input_tokens": 1500,
                    "cache_creation": {"ephemeral_1h_input_tokens": 1000, "ephemeral_5m_input_tokens": 500},
                    "cache_read_input_tokens": 200,
                    "output_tokens": 500,
                    "server_tool_use": {"web_search_requests": 10},
                }
            ],
        }
    ],
    "has_more": False,
    "next_page": None,
}

OPENAI_SHEET = f"""\
start_time,end_time,start_time_iso,end_time_iso,project_id,num_model_requests,project_name,api_key_id,model,\
input_tokens,output_tokens,input_cached_tokens
{DAY_23},{DAY_23 + 60},2026-11-23T00:00:00+00:00,2026-11-23T00:01:00+00:00,proj_1,3.0,Ranker,key_1,\
gpt-4o-2024-08-06,4212,1673,0
{DAY_23 + 60},{DAY_23 + 120},2026-11-23T00:01:00+00:00,2026-11-23T00:02:00+00:00,proj_1,25.0,Ranker,key_1,\
gpt-4o-2024-08-06,100,10,0
{DAY_23 + 120},{DAY_23 + 180},2026-11-23T00:02:00+00:00,2026-11-23T00:03:00+00:00,,,,,,,,
"""

ANTHROPIC_SHEET = """\
usage_date_utc,model_version,api_key,workspace,usage_type,context_window,usage_input_tokens_no_cache,\
usage_input_tokens_cache_write_5m,usage_input_tokens_cache_write_1h,usage_input_tokens_cache_read,\
usage_output_tokens,web_search_count,inference_geo,speed
2026-11-22,claude-sonnet-4-20250514,ranker-key,Default,standard,≤ 200k,100000,1,2,3,5000,10,not_available,
"""

LITELLM_ROW: dict[str, Any] = {
    "request_id": "chatcmpl-1",
    "call_type": "acompletion",
    "api_key": "88dc28d0f030c55ed4ab77ed8faf098196cb1c05df778539800c9f1243fe6b4b",
    "spend": 0.002,
    "total_tokens": 30,
    "prompt_tokens": 20,
    "completion_tokens": 10,
    "startTime": "2026-11-23T10:00:00.123Z",
    "endTime": "2026-11-23T10:00:01.123Z",
    "model": "gpt-4o",
    "model_group": "chat",
    "custom_llm_provider": "openai",
    "team_id": "team-1",
    "metadata": {"user_api_key_alias": "ranker", "user_api_key_team_alias": "search"},
}

LITELLM: list[Any] = [
    LITELLM_ROW,
    {**LITELLM_ROW, "request_id": "chatcmpl-2", "metadata": '{"user_api_key_alias": "ranker"}'},
    LITELLM_ROW,
    {**LITELLM_ROW, "request_id": "3", "model": "azure/our-chat", "custom_llm_provider": "azure"},
    {**LITELLM_ROW, "request_id": "4", "model": "", "custom_llm_provider": ""},
    {
        **LITELLM_ROW,
        "request_id": "5",
        "model": "bedrock/us.anthropic.claude-3-haiku-20240307-v1:0",
        "startTime": "2026-11-24 00:30:00+01:00",
    },
]

LITELLM_SHEET = """\
request_id,call_type,api_key,spend,total_tokens,startTime,endTime,model,custom_llm_provider,team_id
a,acompletion,88dc28,0.1,30,2026-11-23 10:00:00.5,2026-11-23 10:00:01,gpt-4o,openai,team-1
b,acompletion,88dc28,0.1,12,2026-11-23 11:00:00.5,2026-11-23 11:00:01,gpt-4o,openai,team-1
"""
