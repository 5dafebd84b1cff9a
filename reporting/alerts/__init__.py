"""The letters of alerts as people read them: words, text and HTML. Who gets one is decided in
`orchestration/alerts`.
"""
