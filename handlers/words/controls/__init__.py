"""Words on what people use: buttons, forms and their fields, dialogs, commands, and links between copies."""
