"""Reads the native charts of memo and deck back: what they draw, and the workbooks behind them."""
