package acme

object Chat {
    const val MODEL = "gemini-2.0-flash-exp"
    val labels = listOf("ada", "nova", "command", "grok")
    fun url(model: String = "gemini-1.5-flash-8b") = "https://generativelanguage.googleapis.com/v1beta/models/$model"
}
