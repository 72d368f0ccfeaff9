"""One client of Azure and one of OpenAI, followed by their names."""

import openai
from openai import AsyncAzureOpenAI as Cloud
from openai import AzureOpenAI, OpenAI

direct = openai.OpenAI()
cloud = openai.AzureOpenAI(azure_endpoint="https://acme.openai.azure.com")
direct.chat.completions.create(model="gpt-4o", messages=[])
cloud.chat.completions.create(model="gpt-4o", messages=[])
cloud.with_options(timeout=5).responses.create(model="gpt-4.1-mini", input="x")


class Service:
    def __init__(self, client: Cloud | None = None) -> None:
        self.client = client or Cloud()
        self.plain = OpenAI()
        self.next = OpenAI(base_url="https://acme.openai.azure.com/openai/v1/")
        self.local = OpenAI(base_url="http://localhost:8000/v1")

    async def ask(self) -> None:
        await self.client.chat.completions.create(model="gpt-4-0613")
        self.plain.responses.create(model="gpt-4-0613")
        self.next.responses.create(model="gpt-4-turbo")
        self.local.responses.create(model="gpt-4")
        with AzureOpenAI() as client:
            client.responses.create(model="claims-chat")


def shadowed(cloud):
    return cloud.chat.completions.create(model="gpt-4o-mini")


def chosen(azure: bool):
    return AzureOpenAI() if azure else OpenAI()


chosen(True).chat.completions.create(model="gpt-4-32k")
