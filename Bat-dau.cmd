@echo off
rem Double click = start.py. Plain letters only: a console may show no Vietnamese marks.
rem Takes the Python of a stick, or the first of py and python that is 3.11 to 3.14 and 64-bit.
setlocal DisableDelayedExpansion
set "FITS=import sys; sys.exit(not ((3, 11) <= sys.version_info[:2] < (3, 15) and sys.maxsize > 2**32))"
set "PY="

if not exist "%~dp0start.py" goto incomplete
if exist "%~dp0python\python.exe" set PY="%~dp0python\python.exe"
for %%V in (3.13 3.12 3.14 3.11) do call :look py -%%V
call :look python
if not defined PY goto missing

%PY% "%~dp0start.py" %*
set "CODE=%ERRORLEVEL%"
if "%CODE%"=="0" exit /b 0
if "%CODE%"=="130" exit /b 130
pause
exit /b %CODE%

:look
rem Keep this Python if none was kept yet and it fits.
if defined PY exit /b 0
%* -c "%FITS%" >nul 2>nul
if not "%ERRORLEVEL%"=="0" exit /b 0
set "PY=%*"
exit /b 0

:incomplete
echo Thieu tep start.py: hay giai nen ca thu muc roi bam lai Bat-dau.
echo start.py is missing: unpack the whole folder first.
pause
exit /b 1

:missing
echo May tinh nay chua co Python 3.11 den 3.14 ban 64-bit: cai tu https://www.python.org/downloads/windows roi bam lai.
echo Python 3.11 to 3.14 (64-bit) is missing: install it from the address above, then start again.
pause
exit /b 1
