"""The handbook's own machinery, in plain Python without MkDocs.

The data goes one way, and so do the imports::

    settings, reader  ->  catalog  ->  checks  ->  rendering, exports  ->  html_check  ->  bundle

``settings`` and ``reader`` turn files into frozen values, ``catalog`` joins them, ``checks`` says
what is wrong, and only a catalog without errors is rendered and exported. The MkDocs event files
beside this package are thin callers of it.
"""
