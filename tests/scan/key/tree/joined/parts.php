<?php
$summed = 'gpt-4' . '-0314';
$head = "gpt-4" . $date;
$old = str_contains($model, 'claude-2.1');
