"""Settings: a TOML file and the environment, read once into one frozen tree.

Every key that the file may have is a field in `settings`; `config.example.toml` shows them all. What is wrong with a
file is said in one line that names the file, the key, and what to do.
"""

from __future__ import annotations

from monitor.config.entries import Override, Pin, Project, Team
from monitor.config.loading import load
from monitor.config.settings import Settings
from monitor.config.sources import SourceSettings
from monitor.config.values import WeeklyTime

__all__ = ["Override", "Pin", "Project", "Settings", "SourceSettings", "Team", "WeeklyTime", "load"]
