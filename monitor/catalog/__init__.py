"""What is bundled with the package: facts for machines without network, and figures about models."""
