"""Claims, their evidence, and the incidents customers tell of."""
