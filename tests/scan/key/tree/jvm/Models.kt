package com.example

const val DEFAULT = "gpt-4o-2024-08-06"
val region = "us-east-1"
val id = "$region.anthropic.claude-3-haiku-20240307-v1:0"
data class Request(val model: String = "claude-sonnet-4-20250514", val user: String = "ada")

fun choose(x: Int) = when (x) {
    1 -> "mixtral-8x7b-32768" // not "mixtral"
    2 -> "gemma2-9b-it"
    else -> error("no gpt-4 for $x")
}
