@echo off
rem Double click = start.py. Plain letters only: a console may show no Vietnamese marks.
rem Looks for the Python of a stick, then for py, then for python, and takes the first of 3.11 to 3.14.
setlocal DisableDelayedExpansion
set "HERE=%~dp0"
set "FITS=import sys; sys.exit(not ((3, 11) <= sys.version_info[:2] < (3, 15) and sys.maxsize > 2**32))"

if not exist "%HERE%start.py" (
    echo Thieu tep start.py: hay giai nen ca thu muc roi bam lai Bat-dau.
    echo start.py is missing: unpack the whole folder first.
    goto failed
)
if exist "%HERE%python\python.exe" (
    "%HERE%python\python.exe" -c "%FITS%" >nul 2>nul && (
        "%HERE%python\python.exe" "%HERE%start.py" %*
        goto ended
    )
)
for %%V in (3.13 3.12 3.14 3.11) do (
    py -%%V -c "%FITS%" >nul 2>nul && (
        py -%%V "%HERE%start.py" %*
        goto ended
    )
)
python -c "%FITS%" >nul 2>nul && (
    python "%HERE%start.py" %*
    goto ended
)
echo May tinh nay chua co Python 3.11 den 3.14 ban 64-bit: cai tu https://www.python.org/downloads/windows roi bam lai.
echo Python 3.11 to 3.14 (64-bit) is missing: install it from the address above, then start again.
goto failed

:ended
set "CODE=%ERRORLEVEL%"
if "%CODE%"=="0" exit /b 0
if "%CODE%"=="130" exit /b 130
pause
exit /b %CODE%

:failed
pause
exit /b 1
