-- 'gpt-4' first
INSERT INTO models (name, vendor) VALUES ('gpt-4o', 'openai'), ('claude-2.0', 'anthropic');
UPDATE settings SET model = 'command' WHERE name = 'ada';
/* 'gpt-4-0314' */
INSERT INTO notes VALUES ('gpt-4 is fine');
