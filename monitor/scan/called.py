"""Python's clients followed by name within a module: which providers a call goes to.

    client = AzureOpenAI()      self.client = …      with AzureOpenAI() as client:      def ask(client: AzureOpenAI):

A name may be given several clients, and then it stands for all of them. What a function returns counts as what it says
it returns, or else as what it is seen to return.
"""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterable

from monitor.scan.clients import AZURE, CONSTRUCTORS, ELSEWHERE, OPENAI, OPENROUTER

_NOBODY: frozenset[str] = frozenset()
_ADDRESSES = frozenset({"api_base", "base_url", "openai_api_base"})
_DEPLOYMENT = frozenset({"azure_deployment", "deployment", "deployment_id", "deployment_name", "engine"})
_MODEL = frozenset({"model", "model_name"})
_DEEPEST = 50

_Function = ast.FunctionDef | ast.AsyncFunctionDef
_Scope = ast.AST | None  # a function or class; None is the module


class Calls:
    """The clients of one module."""

    def __init__(self, tree: ast.AST) -> None:
        self._parents = {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}
        self._given: defaultdict[tuple[_Scope, str], list[ast.AST]] = defaultdict(list)
        self._told: defaultdict[tuple[_Scope, str], set[str]] = defaultdict(set)
        self._returned: defaultdict[str, list[ast.AST]] = defaultdict(list)
        self._imported: dict[str, str] = {}
        self._met: dict[tuple[_Scope, str], frozenset[str]] = {}
        self._depth = 0  # of what is being looked behind
        nodes = [tree, *self._parents]
        for node in nodes:
            if isinstance(node, ast.Import | ast.ImportFrom):
                self._imported |= {name.asname: name.name for name in node.names if name.asname}
        for node in nodes:
            self._learn(node)
        self.made = frozenset(
            provider
            for node in nodes
            if (provider := self._constructed(node) if isinstance(node, ast.Call) else None) is not None
        ).union(*self._told.values())

    def takes(self, value: ast.AST) -> frozenset[str]:
        """The providers to which the call goes that takes a value; nothing where that cannot be followed."""
        node = value
        while (parent := self._parents.get(node)) is not None and not isinstance(parent, ast.stmt):
            if isinstance(parent, ast.Call) and node is not parent.func and (found := self._answering(parent)):
                return found
            node = parent
        return _NOBODY

    def is_deployment(self, value: ast.AST) -> bool | None:
        """Whether a value names a deployment to a client of Azure's; None where the call names its model beside it."""
        keyword = self._parents.get(value)
        call = self._parents.get(keyword) if isinstance(keyword, ast.keyword) else None
        if not (isinstance(keyword, ast.keyword) and isinstance(call, ast.Call)):
            return False
        if keyword.arg not in _DEPLOYMENT | _MODEL or self._answering(call) != {AZURE}:
            return False
        if keyword.arg in _DEPLOYMENT and any(other.arg in _MODEL for other in call.keywords):
            return None
        return True

    def _learn(self, node: ast.AST) -> None:
        """Keep what a node gives to a name."""
        match node:
            case ast.Assign(targets=[ast.Attribute(ast.Name(module), "api_type")], value=ast.Constant(str(kind))):
                if kind.startswith(AZURE):
                    self._told[None, module].add(AZURE)
            case ast.Assign():
                self._give(node.targets, node.value)
            case ast.AnnAssign():
                self._give([node.target], node.value, node.annotation)
            case ast.NamedExpr():
                self._give([node.target], node.value)
            case ast.withitem(optional_vars=ast.AST() as target):
                self._give([target], node.context_expr)
            case ast.arg():
                self._told[self._scope(node), node.arg] |= self._said(node.annotation)
            case ast.FunctionDef() | ast.AsyncFunctionDef() if node.returns:
                self._returned[node.name].append(node.returns)
            case ast.Return(value=ast.AST() as value):
                function = self._scope(node)
                if isinstance(function, _Function) and not function.returns:
                    self._returned[function.name].append(value)

    def _give(self, targets: Iterable[ast.AST], value: ast.AST | None, annotation: ast.AST | None = None) -> None:
        for target in targets:
            if name := _dotted(target):
                key = self._key(target, name)
                self._told[key] |= self._said(annotation)
                if value is not None:
                    self._given[key].append(value)

    def _key(self, node: ast.AST, name: str) -> tuple[_Scope, str]:
        """Where a name is at home: an attribute of `self` in its class, all others in the function around."""
        scope = self._scope(node)
        if isinstance(scope, ast.ClassDef):
            return scope, f"self.{name}"
        head, dot, rest = name.partition(".")
        if not (dot and head in {"self", "cls"}):
            return scope, name
        while scope is not None and not isinstance(scope, ast.ClassDef):
            scope = self._scope(scope)
        return scope, f"self.{rest}"

    def _scope(self, node: ast.AST) -> _Scope:
        """The function or class around a node."""
        here = self._parents.get(node)
        while here is not None and not isinstance(here, _Function | ast.ClassDef | ast.Lambda):
            here = self._parents.get(here)
        return here

    def _said(self, annotation: ast.AST | None) -> set[str]:
        """The providers whose clients an annotation names."""
        found = set()
        for node in ast.walk(annotation) if annotation else ():
            names = node.value.split("|") if isinstance(node, ast.Constant) and isinstance(node.value, str) else ()
            for name in (_last(node), *(part.strip().rpartition(".")[2] for part in names)):
                if provider := CONSTRUCTORS.get(self._imported.get(name, name)):
                    found.add(provider)
        return found

    def _constructed(self, call: ast.Call) -> str | None:
        """Whose client a call makes; None if it makes none."""
        name = _last(call.func)
        provider = CONSTRUCTORS.get(self._imported.get(name, name))
        if name == "Client" and any(k.arg == "vertexai" and _is(k.value, value=True) for k in call.keywords):
            return "vertex"  # of google.genai
        if provider == OPENAI:
            for keyword in call.keywords:
                if keyword.arg in _ADDRESSES and not _is(keyword.value, None):
                    address = ast.dump(keyword.value)
                    hosts = (("azure.com", AZURE), ("openrouter.ai", OPENROUTER))
                    return next((provider for host, provider in hosts if host in address), ELSEWHERE)
        return provider

    def _answering(self, call: ast.Call) -> frozenset[str]:
        """The providers that a call makes a client of, or that the client answers for whose method it calls."""
        made = self._constructed(call)
        if made is not None:
            return frozenset({made})
        return self._behind(call.func.value) if isinstance(call.func, ast.Attribute) else _NOBODY

    def _behind(self, node: ast.AST) -> frozenset[str]:
        """The providers of the clients that an expression may stand for."""
        if self._depth > _DEEPEST:
            return _NOBODY
        self._depth += 1
        try:
            return self._found_behind(node)
        finally:
            self._depth -= 1

    def _found_behind(self, node: ast.AST) -> frozenset[str]:
        parts: Iterable[ast.AST] = ()
        match node:
            case ast.Name():
                return self._named(node, node.id)
            case ast.Attribute():
                name = _dotted(node)
                if name and (found := self._named(node, name)):
                    return found
                parts = [node.value]
            case ast.Call():
                if (made := self._constructed(node)) is not None:
                    return frozenset({made})
                if isinstance(node.func, ast.Attribute) and (found := self._behind(node.func)):
                    return found
                if returned := self._returned.get(_last(node.func)):
                    said = frozenset[str]().union(*map(self._said, returned))
                    return said or self._all(returned)
                parts = node.args  # a wrapper: instructor.from_openai(AzureOpenAI())
            case ast.IfExp():
                parts = [node.body, node.orelse]
            case ast.BoolOp():
                parts = node.values
            case ast.Await() | ast.NamedExpr():
                parts = [node.value]
        return self._all(parts)

    def _all(self, nodes: Iterable[ast.AST]) -> frozenset[str]:
        return _NOBODY.union(*map(self._behind, nodes))

    def _named(self, node: ast.AST, name: str) -> frozenset[str]:
        """The providers of the clients that a name is given, by the innermost scope that knows it."""
        scope, name = self._key(node, name)
        while (scope, name) not in self._told and (scope, name) not in self._given and scope is not None:
            scope = self._scope(scope)
        key = scope, name
        if key not in self._met:
            self._met[key] = _NOBODY  # while it is being asked: a name may be given itself
            self._met[key] = frozenset(self._told.get(key, ())) or self._all(self._given.get(key, ()))
        return self._met[key]


def _last(node: ast.AST) -> str:
    """The last part of a name: AzureOpenAI in openai.AzureOpenAI."""
    return node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""


def _dotted(node: ast.AST) -> str:
    """A name with all its parts; empty for any other expression."""
    parts: list[str] = []
    while isinstance(node, ast.Attribute) and len(parts) < _DEEPEST:
        parts.append(node.attr)
        node = node.value
    return ".".join((node.id, *reversed(parts))) if isinstance(node, ast.Name) else ""


def _is(node: ast.AST, value: object) -> bool:
    return isinstance(node, ast.Constant) and node.value is value
