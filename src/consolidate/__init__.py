"""Plan a public-service office network: keep, close, merge or co-locate, and defend every decision."""

__version__ = "0.1.0"
